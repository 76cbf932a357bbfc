"""A draft in words: for summaries, and for how two drafts differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import FIELD_LABELS, Draft, moment
from core.campaigns.translations import in_language
from core.i18n import N_, _, languages, ngettext, pgettext
from core.i18n.figures import clock, day, number, whole_percent
from core.messages import parse
from core.messages.buttons import ACTIONS
from core.messages.compiled import Message
from core.messages.forms import KINDS
from core.messages.telling import as_read, telling
from core.rules import sentence

UNSAID: Final = N_("Not chosen yet")
FREQUENCIES: Final[Mapping[str, str]] = {"once": N_("Send once"), "multiple": N_("Send multiple times")}
Tell = Callable[[str], str]
"""Puts mark-up into words for people (`telling`)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it was, and as it is now."""

    field: str
    label: str
    before: str
    after: str


def differences(draft: Draft, before: Draft, around: Surroundings) -> tuple[Difference, ...]:
    """In what a draft differs from another one, field by field."""
    tell = telling([*_texts(before), *_texts(draft)])
    return tuple(_difference(name, draft, before, around, tell) for name in draft.visible_differences(before))


def field_words(name: str, draft: Draft, around: Surroundings) -> str:
    """What one field of the draft says."""
    if name == "sender":
        return around.addressees.sender_name(draft.sender) or _(UNSAID)
    if name == "recipient":
        return around.addressees.recipient_name(draft.recipient) or _(UNSAID)
    if name == "audience":
        return sentence(draft.audience, around.registry.condition_types)
    if name == "frequency":
        return _(FREQUENCIES[draft.frequency])
    if name == "channel":
        channel = around.registry.channels.get(draft.channel)
        return _(channel.label) if channel else draft.channel
    if name == "text":
        # As somebody reads it of whom nothing is known: with the words that stand in for merge tags.
        return as_read(Message(parse(draft.text)).blocks({})) or _(UNSAID)
    if name == "buttons":
        return ", ".join(map(_button_words, draft.buttons)) or pgettext("of a list", "None")
    if name == "form":
        asked = [each["label"] or "…" for each in draft.form["fields"]] if draft.form else []
        return ", ".join(asked) or pgettext("of a list", "None")
    if name == "language":
        return languages.name(draft.language) if draft.language else _("Not said")
    if name == "translations":
        return ", ".join(map(languages.name, draft.translations)) or pgettext("of a list", "None")
    if name in ("starts", "ends"):
        words = moment_words(draft.starts if name == "starts" else draft.ends, around.site.time_zone)
        return words or (_("At once") if name == "starts" else _("No end"))
    if name == "without_memory":
        return _("See it, too") if draft.without_memory else _("Don't see it")
    if name == "goal":
        return _goal_words(draft, around)
    if name == "goal_days":
        return days_words(draft.goal_days)
    if name == "control_group":
        return control_group_words(draft.control_group)
    return str(getattr(draft, name)) or _(UNSAID)


def _difference(name: str, draft: Draft, before: Draft, around: Surroundings, tell: Tell) -> Difference:
    was, now = (_exact_words(name, each, around, tell) for each in (before, draft))
    if was == now:  # written otherwise, and read alike
        was, now = (_exact_words(name, each, around, str) for each in (before, draft))
    return Difference(name, _(FIELD_LABELS[name]), was, now)


def _texts(draft: Draft) -> Iterator[str]:
    yield draft.text
    yield from (words["text"] for words in draft.translations.values())


def _exact_words(name: str, draft: Draft, around: Surroundings, tell: Tell) -> str:
    """As `field_words`, with marks, links and every part of buttons and form: what differs must be seen."""
    if name == "text":
        return tell(draft.text) or _(UNSAID)
    if name == "buttons" and draft.buttons:
        return "\n".join(
            f"{_button_words(each)} ({_(ACTIONS.get(each['action'], each['action']))})" for each in draft.buttons
        )
    if name == "form" and draft.form:
        return _exact_form(draft.form)
    if name == "translations" and draft.translations:
        return "\n\n".join(_exact_language(code, draft, around, tell) for code in draft.translations)
    return field_words(name, draft, around)


def days_words(days: int) -> str:
    return ngettext("{n} day", "{n} days", days).format(n=number(days))


def control_group_words(percent: int) -> str:
    """ "10 % see nothing", or "None"."""
    return _("{share} see nothing").format(share=whole_percent(percent)) if percent else _("None")


def _goal_words(draft: Draft, around: Surroundings) -> str:
    found = around.goals.get(draft.goal) if draft.goal is not None else None
    return found.name if found else _("None") if draft.goal is None else _("A goal that is not here any more")


def _exact_language(code: str, draft: Draft, around: Surroundings, tell: Tell) -> str:
    said = in_language(draft, code)
    parts = [_exact_words(name, said, around, tell) for name in ("text", "buttons", "form") if getattr(said, name)]
    return "\n".join([f"{languages.name(code)}:", *parts])


def _button_words(button: Mapping[str, str]) -> str:
    words = button["label"] or "…"
    return f"{words} → {button['link'] or '…'}" if button["action"] == "link" else words


def _exact_form(form: Mapping[str, Any]) -> str:
    lines = [
        (_("{label} ({kind}, required)") if each["required"] else _("{label} ({kind})")).format(
            label=each["label"] or "…", kind=_(KINDS.get(each["kind"], each["kind"]))
        )
        for each in form["fields"]
    ]
    if consent := " → ".join(filter(None, (form["consent"], form["consent_link"]))):
        lines.append(_("Consent: {words}").format(words=consent))
    return "\n".join([*lines, _("Button: {words}").format(words=form["submit"] or "…")])


def moment_words(text: str | None, zone: str) -> str:
    """A draft's start or end in the site's time zone, "" if there is none: "Tue 1 Dec 2026, 09:00"."""
    try:
        at = moment(text, zone)
    except ValueError:
        return f"“{text}”"
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return _("{day}, {time}").format(day=day(local, weekday=True), time=clock(local))
