"""A draft in words: for the summary before activating, and for what has changed since it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from admin_ui.campaign_editor.steps.set_up import FREQUENCIES
from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import FIELD_LABELS, FIELD_STEPS, Draft, moment
from core.messages import parse, plain
from core.rules import sentence

UNSAID: Final = "Not chosen yet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary, and the step in which it is edited."""

    step: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as visitors meet it and as the draft has it."""

    label: str
    before: str
    after: str


def summary(draft: Draft, around: Surroundings) -> tuple[Line, ...]:
    """Everything a marketer checks before switching a campaign on."""
    return (
        Line("name", FIELD_LABELS["name"], draft.name or UNSAID),
        Line("name", FIELD_LABELS["site"], around.site.name),
        *(
            Line(FIELD_STEPS[name], FIELD_LABELS[name], field_words(name, draft, around))
            for name in ("sender", "recipient", "text", *_extras(draft), "audience", "frequency")
        ),
        Line("set_up", "Schedule", schedule_words(draft, around)),
        *(
            (Line("set_up", FIELD_LABELS["without_memory"], field_words("without_memory", draft, around)),)
            if draft.without_memory
            else ()
        ),
    )


def _extras(draft: Draft) -> tuple[str, ...]:
    """What a message may have besides its text, as far as this one has it."""
    return tuple(name for name in ("buttons", "form") if getattr(draft, name))


def _button_words(button: Mapping[str, str]) -> str:
    words = button["label"] or "…"
    return f"{words} → {button['link'] or '…'}" if button["action"] == "link" else words


def differences(draft: Draft, published: Draft, around: Surroundings) -> tuple[Difference, ...]:
    """What publishing would change for visitors."""
    return tuple(
        Difference(FIELD_LABELS[name], _exact_words(name, published, around), _exact_words(name, draft, around))
        for name in draft.differences(published)
    )


def field_words(name: str, draft: Draft, around: Surroundings) -> str:
    """What one field of the draft says."""
    if name == "sender":
        return around.addressees.sender_name(draft.sender) or UNSAID
    if name == "recipient":
        return around.addressees.recipient_name(draft.recipient) or UNSAID
    if name == "audience":
        return sentence(draft.audience, around.registry.condition_types)
    if name == "frequency":
        return FREQUENCIES[draft.frequency][0]
    if name == "text":
        return plain(parse(draft.text)) or UNSAID
    if name == "buttons":
        return ", ".join(map(_button_words, draft.buttons)) or "None"
    if name == "form":
        return ", ".join(each["label"] or "…" for each in draft.form["fields"]) if draft.form else "None"
    if name in ("starts", "ends"):
        words = _moment_words(draft.starts if name == "starts" else draft.ends, around.site.time_zone)
        return words or ("At once" if name == "starts" else "No end")
    if name == "without_memory":
        return "See it, too" if draft.without_memory else "Don't see it"
    return str(getattr(draft, name)) or UNSAID


def _exact_words(name: str, draft: Draft, around: Surroundings) -> str:
    """As `field_words`, with the marks of bold, italic and links: what differs must be seen."""
    return draft.text or UNSAID if name == "text" else field_words(name, draft, around)


def schedule_words(draft: Draft, around: Surroundings) -> str:
    """When it runs: "From Tue 1 Dec 2026, 09:00 until …, Asia/Ho Chi Minh time"."""
    zone = around.site.time_zone
    starts, ends = _moment_words(draft.starts, zone), _moment_words(draft.ends, zone)
    if not starts and not ends:
        return "From now on, without an end"
    begin = f"From {starts}" if starts else "From now on"
    return f"{begin} until {ends}, {zone_words(zone)}" if ends else f"{begin}, without an end, {zone_words(zone)}"


def zone_words(zone: str) -> str:
    return f"{zone.replace('_', ' ')} time"


def clock_words(at: datetime, zone: str, now: datetime) -> str:
    """A past moment in the site's time zone: "14:03", with its day unless that is today."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b %Y, %H:%M}"


def _moment_words(text: str | None, zone: str) -> str:
    try:
        at = moment(text, zone)
    except ValueError:
        return f"“{text}”"
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
