"""How much more a group can take on."""

from smart_trigger import Choice, ConditionType, Installation, Number, Visit, hookimpl


class FreeCapacity(ConditionType):
    """How many more conversations those of a group who are online can take.

    Each employee takes as many at once as the team page says, less the open ones that they have; conversations that
    wait in the group's inbox count, too. Open ones in which nothing was written for a day don't.
    """

    key = "free_capacity"
    label = "Free capacity"
    search_words = "availability, available agents, workload, queue, busy, support"
    group = "Team"
    icon = "groups"
    key_label = "Group"
    value = Number(unit="conversations", minimum=0, step=1, lowest=0)
    phrases = {
        "amount": "while {key} has room for {amount}",
        "less_than": "while {key} has room for fewer than {value}",
        "is_set": "while it is known how much room {key} has",
        "is_not_set": "while it is not known how much room {key} has",
    }
    source = "now"

    def __init__(self, installation: Installation) -> None:
        self.key_type = Choice(options=installation.groups)

    def observe_key(self, visit: Visit, key: str) -> int | None:
        return visit.team.room.get(key) if visit.team else None


@hookimpl
def register_condition_types(installation: Installation) -> list[ConditionType]:
    return [FreeCapacity(installation)]
