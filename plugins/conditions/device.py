"""What kind of device the visitor holds."""

from smart_trigger import Choice, ConditionType, Visit, hookimpl


class Device(ConditionType):
    """Whether the visitor uses a computer, a phone or a tablet."""

    key = "device"
    label = "Device"
    search_words = "mobile, phone, smartphone, tablet, desktop, computer, laptop"
    group = "Visitor"
    icon = "devices"
    value = Choice(options=(("desktop", "Desktop"), ("phone", "Phone"), ("tablet", "Tablet")))
    phrases = {
        "is_any_of": "on a {lower}",
        "is_none_of": "not on a {lower}",
    }

    def observe(self, visit: Visit) -> str:
        return visit.device


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Device()]
