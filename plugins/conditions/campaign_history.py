"""What the visitor has met before, campaign by campaign."""

from typing import ClassVar, Literal

from smart_trigger import Choices, ConditionType, Installation, Visit, hookimpl

Act = Literal["shown", "read", "clicked", "replied"]


class MetCampaigns(ConditionType):
    """The campaigns with which something became of the visitor.

    On a page view they are as the visitor's passport remembers them, which forgets the oldest campaigns of somebody who
    has met more than about a hundred; the claim asks the database, which forgets none.
    """

    group = "History"
    needs_memory = True
    source = "history"
    missing_hint = "There are none for visitors without cookies, and none in Safari after seven days away."
    act: ClassVar[Act]

    def __init__(self, installation: Installation) -> None:
        self.value = Choices(options=installation.campaigns)

    def observe(self, visit: Visit) -> frozenset[str] | None:
        return (visit.history.campaigns(self.act) or None) if visit.history else None


class CampaignsShown(MetCampaigns):
    """Which campaigns the visitor has been shown."""

    key = "campaigns_shown"
    label = "Campaigns shown"
    search_words = "seen, displayed, impression, frequency"
    icon = "visibility"
    phrases = {
        "is_any_of": "who were shown {value}",
        "is_none_of": "who were not shown {value}",
        "is_all_of": "who were shown {value}",
        "is_set": "who were shown a campaign",
        "is_not_set": "who were shown no campaign",
    }
    act = "shown"


class CampaignsRead(MetCampaigns):
    """Which campaigns the visitor has read: dismissed, answered or replied to."""

    key = "campaigns_read"
    label = "Campaigns read"
    search_words = "seen, dismissed, closed, answered"
    icon = "drafts"
    phrases = {
        "is_any_of": "who have read {value}",
        "is_none_of": "who have not read {value}",
        "is_all_of": "who have read {value}",
        "is_set": "who have read a campaign",
        "is_not_set": "who have read no campaign",
    }
    act = "read"


class CampaignsClicked(MetCampaigns):
    """Of which campaigns the visitor has clicked a link or a button."""

    key = "campaigns_clicked"
    label = "Campaigns clicked"
    search_words = "click, button, link, CTA"
    icon = "ads_click"
    phrases = {
        "is_any_of": "who clicked in {value}",
        "is_none_of": "who did not click in {value}",
        "is_all_of": "who clicked in {value}",
        "is_set": "who clicked in a campaign",
        "is_not_set": "who clicked in no campaign",
    }
    act = "clicked"


class CampaignsRepliedTo(MetCampaigns):
    """Which campaigns the visitor has replied to."""

    key = "campaigns_replied"
    label = "Campaigns replied to"
    search_words = "reply, answer, response"
    icon = "reply"
    phrases = {
        "is_any_of": "who replied to {value}",
        "is_none_of": "who did not reply to {value}",
        "is_all_of": "who replied to {value}",
        "is_set": "who replied to a campaign",
        "is_not_set": "who replied to no campaign",
    }
    act = "replied"


@hookimpl
def register_condition_types(installation: Installation) -> list[ConditionType]:
    return [
        CampaignsShown(installation),
        CampaignsRead(installation),
        CampaignsClicked(installation),
        CampaignsRepliedTo(installation),
    ]
