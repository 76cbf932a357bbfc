"""The facade for plugin authors: everything a plugin may use, and nothing else."""

from core.channels import Channel
from core.conditions import ConditionType
from core.happenings import (
    CampaignActivated,
    ConversationAssigned,
    GoalReached,
    LeadLeft,
    MessageRead,
    MessageShown,
    VisitorReplied,
)
from core.hookspecs import hookimpl
from core.i18n.languages import offered as languages
from core.i18n.languages import primary as primary_language
from core.installation import Installation
from core.opening_hours import OpeningHours
from core.rules.anything import Anything
from core.rules.choices import Choice, Choices
from core.rules.values import (
    Boolean,
    Date,
    Duration,
    Number,
    Percent,
    Text,
    TimeOfDay,
    Url,
    Weekday,
    day_of,
    instant_of,
)
from core.selectors import is_selector
from core.settings import Settings
from core.team.presence import TeamNow
from core.testing import assert_condition_contract, make_visit, run_cases
from core.visits import Location, Visit, Whereabouts
from core.visits.history import History

__all__ = [
    "Anything",
    "Boolean",
    "CampaignActivated",
    "Channel",
    "Choice",
    "Choices",
    "ConditionType",
    "ConversationAssigned",
    "Date",
    "Duration",
    "GoalReached",
    "History",
    "Installation",
    "LeadLeft",
    "Location",
    "MessageRead",
    "MessageShown",
    "Number",
    "OpeningHours",
    "Percent",
    "Settings",
    "TeamNow",
    "Text",
    "TimeOfDay",
    "Url",
    "Visit",
    "VisitorReplied",
    "Weekday",
    "Whereabouts",
    "assert_condition_contract",
    "day_of",
    "hookimpl",
    "instant_of",
    "is_selector",
    "languages",
    "make_visit",
    "primary_language",
    "run_cases",
]
