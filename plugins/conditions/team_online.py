"""Whether somebody of the team is there."""

from smart_trigger import Choices, ConditionType, Installation, Visit, hookimpl


class TeamOnline(ConditionType):
    """Employees who have the admin open, and groups in which one of them is."""

    key = "team_online"
    label = "Online in the team"
    search_words = "agent online, employee, operator, available, availability, support, staff"
    group = "Team"
    icon = "support_agent"
    phrases = {
        "is_any_of": "while {value} is online",
        "is_none_of": "without {value} online",
        "is_all_of": "with {value} online",
        "is_set": "while somebody of the team is online",
        "is_not_set": "while nobody of the team is online",
    }
    source = "now"

    def __init__(self, installation: Installation) -> None:
        self.value = Choices(options=installation.team)

    def observe(self, visit: Visit) -> frozenset[str] | None:
        return (visit.team.online or None) if visit.team else None


@hookimpl
def register_condition_types(installation: Installation) -> list[ConditionType]:
    return [TeamOnline(installation)]
