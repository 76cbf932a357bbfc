"""A campaign's draft: its fields, the shape of each, and the steps in which a marketer fills them in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args
from zoneinfo import ZoneInfo

from core.errors import InvalidInput
from core.goals import MOST_DAYS, USUAL_DAYS
from core.i18n import N_, _, languages
from core.i18n.figures import number
from core.messages.buttons import button_shape
from core.messages.forms import form_shape
from core.messages.translations import translations_shape, words_alone
from core.rules import new_rule
from core.team.parties import Party

Frequency = Literal["once", "multiple"]

CONTROL_GROUPS: Final = (0, 5, 10, 20, 50)

MAX_NAME: Final = 120
HALF_A_CHARACTER: Final = N_("This holds half a character, which can't be kept. Type it again.")
MAX_STORED_TEXT: Final = 20_000
"""What a draft can hold of a text, in characters; what can be published is core.messages.MAX_CAMPAIGN_TEXT."""
MAX_STORED_RULE: Final = 262_144
"""Longest audience as JSON, in characters."""

STEPS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "message": N_("Message"),
    "customers": N_("Target customers"),
    "set_up": N_("Set up"),
    "activate": N_("Activate"),
}
"""Keys of the editor's steps, in order, with their names on screen."""

FIELD_STEPS: Final[Mapping[str, str]] = {
    "name": "name",
    "site": "name",
    "sender": "message",
    "recipient": "message",
    "text": "message",
    "buttons": "message",
    "form": "message",
    "language": "message",
    "translations": "message",
    "channel": "message",
    "audience": "customers",
    "frequency": "set_up",
    "starts": "set_up",
    "ends": "set_up",
    "without_memory": "set_up",
    "goal": "set_up",
    "goal_days": "set_up",
    "control_group": "set_up",
}
"""The step in which each field stands."""

FIELD_LABELS: Final[Mapping[str, str]] = {
    "name": N_("Campaign name"),
    "site": N_("Site"),
    "sender": N_("Sent from"),
    "recipient": N_("Reply message sent to"),
    "text": N_("Message content"),
    "buttons": N_("Buttons"),
    "form": N_("Contact form"),
    "language": N_("Language"),
    "translations": N_("Other languages"),
    "channel": N_("Shown as"),
    "audience": N_("Target customers"),
    "frequency": N_("How often"),
    "starts": N_("Start"),
    "ends": N_("End"),
    "without_memory": N_("Visitors without cookies"),
    "goal": N_("Goal"),
    "goal_days": N_("Goal counts within"),
    "control_group": N_("Control group"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a campaign; what is published is a copy of it (docs/architecture.md, "A campaign's draft")."""

    name: str = ""
    sender: int | None = None
    """Agent id of *Sent from*."""
    recipient: str = ""
    """`agent:ID` or `group:ID` of *Reply message sent to*."""
    text: str = ""
    """In the mark-up of core.messages."""
    buttons: list[dict[str, Any]] = field(default_factory=list)
    """As core.messages.buttons describes them; never changed in place."""
    form: dict[str, Any] | None = None
    """As core.messages.forms describes it; never changed in place."""
    language: str = ""
    """Which one the text is in, a primary subtag; "" where nobody has said."""
    translations: dict[str, Any] = field(default_factory=dict)
    """As core.messages.translations describes them; never changed in place."""
    channel: str = "chat"
    audience: dict[str, Any] = field(default_factory=new_rule)
    """A rule; never changed in place."""
    frequency: Frequency = "once"
    starts: str | None = None
    """`2026-12-01T09:00` in the site's time zone."""
    ends: str | None = None
    without_memory: bool = False
    goal: int | None = None
    """Id of the site's goal that it is measured by."""
    goal_days: int = USUAL_DAYS
    """How many days after a display the goal counts for it."""
    control_group: int = 0
    """Percent of those who would be shown it that see nothing, one of CONTROL_GROUPS."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Draft:
        """The draft stored as `data`; fields that are not there have their defaults."""
        return cls(**{each.name: data[each.name] for each in fields(cls) if each.name in data})

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    def changed(self, field_name: str, value: object) -> Draft:
        """This draft with another value in one field; raises InvalidInput (core.campaigns.drafts.check_field)."""
        check_field(field_name, value)
        change: dict[str, Any] = {field_name: value}
        return replace(self, **change)

    def differences(self, other: Draft) -> tuple[str, ...]:
        """Names of the fields whose values differ, in the order of the steps."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) != getattr(other, each.name))

    def visible_differences(self, other: Draft) -> tuple[str, ...]:
        """The same without what nobody can tell apart who reads both: for what a translation was found right."""
        alike = words_alone(self.translations) == words_alone(other.translations)
        return tuple(name for name in self.differences(other) if name != "translations" or not alike)


def check_field(field_name: str, value: object) -> None:
    """Raise InvalidInput unless `value` has the shape of this field; core.campaigns.draft_problems judges its sense."""
    check = _SHAPES.get(field_name)
    if check is None:
        raise InvalidInput(
            "draft_field_unknown", _("A draft has no field “{name}”.").format(name=field_name), field_name
        )
    wrong = check(value)
    if wrong:
        raise InvalidInput("draft_field_value", wrong, field_name)


def moment(text: str | None, time_zone: str) -> datetime | None:
    """The instant (UTC) of a draft's start or end; raises ValueError when `text` is no date with a time."""
    if text is None:
        return None
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None or len(text) < len("2026-12-01T09:00"):
        raise ValueError(f"{text!r} is no local date with a time")
    try:
        return local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is beyond the calendar") from None


def _text(limit: int) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        if not isinstance(value, str):
            return _("This takes a text.")
        if len(value) > limit:
            return _("This has {n} characters. Shorten it to {most}.").format(n=number(len(value)), most=number(limit))
        return None if _storable(value) else _(HALF_A_CHARACTER)

    return check


def _agent(value: object) -> str | None:
    fits = value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0)
    return None if fits else _("Choose an employee.")


def _recipient(value: object) -> str | None:
    fits = value == "" or (isinstance(value, str) and Party.parse(value) is not None)
    return None if fits else _("Choose an employee or a group.")


def _rule(value: object) -> str | None:
    if not isinstance(value, dict):
        return _("A rule is an object with “match” and “rules”.")
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return _("This rule can't be kept as JSON.")
    if len(written) > MAX_STORED_RULE:
        return _("This rule is too long ({n} characters). Take conditions away.").format(n=number(len(written)))
    return None if _storable(written) else _("A value holds half a character, which can't be kept. Type it again.")


def _kept(shape: Callable[[object], str | None]) -> Callable[[object], str | None]:
    """What has this shape and can be stored."""

    def check(value: object) -> str | None:
        if wrong := shape(value):
            return wrong
        return None if _storable(json.dumps(value, ensure_ascii=False)) else _(HALF_A_CHARACTER)

    return check


def _language(value: object) -> str | None:
    fits = isinstance(value, str) and (not value or value in languages.CODES)
    return None if fits else _("Choose a language.")


def _frequency(value: object) -> str | None:
    return None if value in get_args(Frequency) else _("Choose Send once or Send multiple times.")


def _local_time(value: object) -> str | None:
    if value is None or (isinstance(value, str) and len(value) <= 40 and _storable(value)):
        return None
    return _("Give a date and a time, such as 2026-12-01T09:00.")


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else _("This is either on or off.")


def _goal(value: object) -> str | None:
    fits = value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0)
    return None if fits else _("Choose one of the site's goals, or none.")


def _days(value: object) -> str | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS
    return None if fits else _("Give whole days, 1 to {most}.").format(most=MOST_DAYS)


def _control_group(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and value in CONTROL_GROUPS:
        return None
    *others, last = map(number, CONTROL_GROUPS)
    return _("Give one of these percents: {others} or {last}.").format(others=", ".join(others), last=last)


def _storable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


_SHAPES: Final[Mapping[str, Callable[[object], str | None]]] = {
    "name": _text(MAX_NAME),
    "sender": _agent,
    "recipient": _recipient,
    "text": _text(MAX_STORED_TEXT),
    "buttons": _kept(button_shape),
    "form": _kept(form_shape),
    "language": _language,
    "translations": _kept(translations_shape),
    "channel": _text(32),
    "audience": _rule,
    "frequency": _frequency,
    "starts": _local_time,
    "ends": _local_time,
    "without_memory": _flag,
    "goal": _goal,
    "goal_days": _days,
    "control_group": _control_group,
}
