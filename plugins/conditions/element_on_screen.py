"""What the visitor can see of the page."""

from smart_trigger import Boolean, ConditionType, hookimpl, is_selector


class ElementOnScreen(ConditionType):
    """Whether an element that a CSS selector finds is on screen now, at least half of it, such as .reviews."""

    key = "element_on_screen"
    label = "Element on screen"
    search_words = "visible, in view, viewport, CSS, section"
    group = "Behaviour"
    icon = "preview"
    key_label = "CSS selector"
    key_hint = "Write a CSS selector, such as #add-to-cart or .reviews; ask whoever made the website for it."
    value = Boolean()
    phrases = {
        "is true": "with {key} on screen",
        "is false": "without {key} on screen",
        "is_set": "of whom it is known whether they have {key} on screen",
        "is_not_set": "of whom it is not known whether they have {key} on screen",
    }
    observer = "element_on_screen.js"
    missing_hint = "There is none where the visitor's browser does not know such a selector."

    def is_key(self, key: str) -> bool:
        return is_selector(key)


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ElementOnScreen()]
