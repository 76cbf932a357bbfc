"""What the visitor has clicked."""

from smart_trigger import Boolean, ConditionType, hookimpl, is_selector


class ClickedElement(ConditionType):
    """Whether the visitor has clicked, on this page, an element that a CSS selector finds, such as #add-to-cart."""

    key = "clicked_element"
    label = "Clicked element"
    search_words = "click, button, link, CSS, add to cart"
    group = "Behaviour"
    icon = "ads_click"
    key_label = "CSS selector"
    key_hint = "Write a CSS selector, such as #add-to-cart or .reviews; ask whoever made the website for it."
    value = Boolean()
    phrases = {
        "is true": "who have clicked {key}",
        "is false": "who have not clicked {key}",
        "is_set": "of whom it is known whether they have clicked {key}",
        "is_not_set": "of whom it is not known whether they have clicked {key}",
    }
    observer = "clicked_element.js"
    missing_hint = "There is none where the visitor's browser does not know such a selector."

    def is_key(self, key: str) -> bool:
        return is_selector(key)


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ClickedElement()]
