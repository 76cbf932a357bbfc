"""What stands in an element of the page, such as the total of a cart."""

from smart_trigger import ConditionType, Number, Text, hookimpl, is_selector


class ElementText(ConditionType):
    """Words in the first element that a CSS selector finds, or what is typed into it if it is a field."""

    key = "element_text"
    label = "Text of an element"
    search_words = "content, CSS, words on the page, stock, form field"
    group = "Behaviour"
    icon = "text_fields"
    key_label = "CSS selector"
    key_hint = "Write a CSS selector, such as #add-to-cart or .reviews; ask whoever made the website for it."
    value = Text(placeholder="sold out")
    phrases = {
        "is": "while {key} says {value}",
        "is_not": "while {key} does not say {value}",
        "contains": "while {key} contains {value}",
        "does_not_contain": "while {key} does not contain {value}",
        "starts_with": "while {key} begins with {value}",
        "ends_with": "while {key} ends with {value}",
        "is_set": "while the page has {key}",
        "is_not_set": "while the page does not have {key}",
    }
    observer = "element.js"
    private = True
    missing_hint = "There is none while the page has no such element."

    def is_key(self, key: str) -> bool:
        return is_selector(key)


class ElementNumber(ConditionType):
    """First number in the first element that a CSS selector finds, such as a cart's total; 1.299,00 € is 1299."""

    key = "element_number"
    label = "Number in an element"
    search_words = "cart, basket, cart value, price, total, amount, CSS"
    group = "Behaviour"
    icon = "123"
    key_label = "CSS selector"
    key_hint = "Write a CSS selector, such as #add-to-cart or .reviews; ask whoever made the website for it."
    value = Number()
    phrases = {
        "amount": "while the number in {key} is {amount}",
        "is_set": "while there is a number in {key}",
        "is_not_set": "while there is no number in {key}",
    }
    observer = "element.js"
    private = True
    missing_hint = "There is none while the page has no such element, or no number in it."

    def is_key(self, key: str) -> bool:
        return is_selector(key)


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ElementText(), ElementNumber()]
