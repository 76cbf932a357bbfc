"""How long ago something became of a campaign."""

from typing import ClassVar, Literal

from smart_trigger import Choice, ConditionType, Installation, Number, Visit, hookimpl

Act = Literal["shown", "read", "clicked", "replied"]


class DaysSinceCampaign(ConditionType):
    """Whole days of 24 hours since something last became of a campaign.

    On a page view the moment is as the visitor's passport remembers it, which forgets the oldest campaigns of somebody
    who has met more than about a hundred; the claim asks the database, which forgets none.
    """

    group = "History"
    icon = "history"
    key_label = "Campaign"
    value = Number(unit="days", minimum=0, step=1)
    needs_memory = True
    source = "history"
    act: ClassVar[Act]

    def __init__(self, installation: Installation) -> None:
        self.key_type = Choice(options=installation.campaigns)

    def observe_key(self, visit: Visit, key: str) -> int | None:
        at = visit.history.last(self.act, key) if visit.history else None
        return None if at is None else (visit.now - at).days


class DaysSinceShown(DaysSinceCampaign):
    """Whole days of 24 hours since the visitor was last shown a campaign."""

    key = "days_since_shown"
    label = "Days since shown"
    search_words = "last seen, displayed, frequency, how long ago"
    phrases = {
        "amount": "who were shown {key} {amount} ago",
        "is_set": "who were shown {key}",
        "is_not_set": "who were not shown {key}",
    }
    missing_hint = (
        "There are none before it was shown, none for visitors without cookies, "
        "and none in Safari after seven days away."
    )
    act = "shown"


class DaysSinceRead(DaysSinceCampaign):
    """Whole days of 24 hours since the visitor read a campaign: dismissed it, answered or replied."""

    key = "days_since_read"
    label = "Days since read"
    search_words = "last read, dismissed, how long ago"
    phrases = {
        "amount": "who read {key} {amount} ago",
        "is_set": "who read {key}",
        "is_not_set": "who have not read {key}",
    }
    missing_hint = (
        "There are none before it was read, none for visitors without cookies, "
        "and none in Safari after seven days away."
    )
    act = "read"


class DaysSinceClicked(DaysSinceCampaign):
    """Whole days of 24 hours since the visitor clicked a link or a button of a campaign."""

    key = "days_since_clicked"
    label = "Days since clicked"
    search_words = "last click, how long ago"
    phrases = {
        "amount": "who clicked in {key} {amount} ago",
        "is_set": "who clicked in {key}",
        "is_not_set": "who did not click in {key}",
    }
    missing_hint = (
        "There are none before it was clicked, none for visitors without cookies, "
        "and none in Safari after seven days away."
    )
    act = "clicked"


class DaysSinceReplied(DaysSinceCampaign):
    """Whole days of 24 hours since the visitor replied to a campaign."""

    key = "days_since_replied"
    label = "Days since replied"
    search_words = "last reply, answer, how long ago"
    phrases = {
        "amount": "who replied to {key} {amount} ago",
        "is_set": "who replied to {key}",
        "is_not_set": "who did not reply to {key}",
    }
    missing_hint = (
        "There are none before they replied, none for visitors without cookies, "
        "and none in Safari after seven days away."
    )
    act = "replied"


@hookimpl
def register_condition_types(installation: Installation) -> list[ConditionType]:
    return [
        DaysSinceShown(installation),
        DaysSinceRead(installation),
        DaysSinceClicked(installation),
        DaysSinceReplied(installation),
    ]
