"""How wide the visitor's screen is."""

from smart_trigger import ConditionType, Number, Visit, hookimpl


class ScreenWidth(ConditionType):
    """Width of the whole screen in CSS pixels, however small the window is; a phone's is 320 to 430."""

    key = "screen_width"
    label = "Screen width"
    search_words = "resolution, size, mobile, desktop, pixels, viewport"
    group = "Visitor"
    icon = "width"
    value = Number(unit="pixels", minimum=1, step=1, lowest=1)
    sees = "screen_width"
    phrases = {
        "amount": "with a screen of {amount}",
        "more_than": "with a screen wider than {value}",
        "less_than": "with a screen narrower than {value}",
    }
    missing_hint = "Unknown where the browser tells none."

    def observe(self, visit: Visit) -> int | None:
        return visit.screen_width or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ScreenWidth()]
