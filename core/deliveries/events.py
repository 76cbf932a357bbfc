"""What became of a message that was shown: told by the browser, again and again until it is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from core.campaigns.drafts import Draft
from core.happenings import GoalReached, MessageRead, MessageShown
from core.messages.buttons import Button
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.storage.visitor_rows import hold_visitors
from core.visits.history import Memory

Event = Literal["shown", "opened", "clicked", "dismissed", "pressed"]

IMPLIED: Final[Mapping[str, tuple[str, ...]]] = {
    "shown": ("shown",),
    "opened": ("shown", "opened"),
    "clicked": ("shown", "clicked"),
    "dismissed": ("shown", "dismissed", "read"),
    "pressed": ("shown", "pressed"),
    "followed": ("shown", "pressed", "clicked", "read"),
    "replied": ("shown", "replied", "read"),
    "lead": ("shown", "lead", "read"),
}
"""What each event says of a display; a press that leads to a page is one that was followed. Dismissing and answering,
by words, a button or the form, are reading."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a visitor did with what they were shown."""

    display: str
    event: Event
    button: str = ""
    """Id of the one that was pressed."""


BECAME: Final = "campaign_id, generation, claimed_at, read_at, clicked_at, replied_at"


def record(storage: Storage, events: Iterable[Told], now: datetime) -> list[Memory]:
    """Write down events of displays, each the first time it is told; returns what became of their campaigns.

    A display that is not here any more (its campaign was removed), and a button that it did not have, are passed over.
    """
    of_display: dict[str, list[Told]] = {}
    for each in events:
        of_display.setdefault(each.display, []).append(each)
    with storage.transaction():
        if of_display:
            hold_visitors(storage, _OF_DISPLAYS.format(", ".join(["%s"] * len(of_display))), tuple(of_display))
        found = [_record(storage, display, of_display[display], now) for display in sorted(of_display)]
    return [each for each in found if each is not None]


def _record(storage: Storage, display: str, events: Sequence[Told], now: datetime) -> Memory | None:
    presses = [each.button for each in events if each.event == "pressed"]
    buttons = _buttons(storage, display) if presses else {}
    pressed = [buttons[each] for each in presses if each in buttons]
    said: list[str] = [each.event for each in events if each.event != "pressed"]
    said += ["followed" if each["action"] == "link" else "pressed" for each in pressed]
    marks = {each for event in said for each in IMPLIED[event]}
    words = pressed[0]["label"].strip() if pressed else ""
    return mark(storage, display, sorted(marks), now, button=words) if marks else None


def _buttons(storage: Storage, display: str) -> Mapping[str, Button]:
    """Those of its message by their ids, in the message's own language."""
    rows = storage.execute(_REVISION, (display,))
    return {each["id"]: each for each in Draft.of(json.loads(rows[0][0])).buttons} if rows else {}


def mark(storage: Storage, display: str, marks: Sequence[str], now: datetime, *, button: str = "") -> Memory | None:
    """Set these moments of a display, and the words of a button, where they are not set yet. Needs a transaction that
    holds the visitor's row.

    All of them say that it was shown, so a goal that was reached before this was known counts from now on.
    """
    before = storage.execute("SELECT shown_at, read_at, goal_at FROM display WHERE id = %s", (display,))
    changes = ", ".join([_BUTTON, "news_at = %s", _GOAL, *(f"{each}_at = COALESCE({each}_at, %s)" for each in marks)])
    text = f"UPDATE display SET {changes} WHERE id = %s RETURNING {_TOLD}, {BECAME}"  # noqa: S608  # names from IMPLIED
    rows = storage.execute(text, (button, *[to_ms(now)] * (len(marks) + 2), display))
    if not rows:
        return None
    site, revision, page, country, device, language, goal, *moments = rows[0]
    now_known, memory = moments[:3], moments[3:]
    shown, read, counted = (was is None and at is not None for was, at in zip(before[0], now_known, strict=True))
    for told, is_news in ((MessageShown, shown), (MessageRead, read)):
        if is_news:
            storage.tell(
                told(
                    at=now, site=site, campaign=memory[0], revision=revision, display=display, page=page,
                    country=country, device=device, language=language,
                )
            )  # fmt: skip
    if counted:  # reached before it was known to have been shown
        storage.tell(GoalReached(at=now, site=site, goal=goal, campaign=memory[0], display=display))
    return became(memory)


def became(row: Sequence[Any]) -> Memory:
    """What a display's row, read as BECAME, says for its visitor's passport: all that is told says it was shown."""
    campaign, generation, claimed_ms, *moments = row
    claimed = from_ms(claimed_ms)
    read, clicked, replied = (None if ms is None else from_ms(ms) for ms in moments)
    return Memory(campaign, generation, claimed, read is not None, read, clicked, replied, shown_at=claimed)


_OF_DISPLAYS: Final = "id IN (SELECT visitor_id FROM display d WHERE d.id IN ({}))"
_TOLD: Final = """(SELECT s.key FROM site s JOIN campaign c ON c.site_id = s.id WHERE c.id = display.campaign_id),
revision_number, page_url, country, device, language,
(SELECT r.goal_id FROM revision r WHERE r.campaign_id = display.campaign_id AND r.number = display.revision_number),
shown_at, read_at, goal_at"""
_REVISION: Final = """
SELECT r.content FROM display d JOIN revision r ON r.campaign_id = d.campaign_id AND r.number = d.revision_number
WHERE d.id = %s
"""
_BUTTON: Final = "button = CASE WHEN button = '' THEN %s ELSE button END"
_GOAL: Final = """
goal_at = CASE WHEN goal_at IS NULL AND reached_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM display o WHERE o.visitor_id = display.visitor_id AND o.campaign_id = display.campaign_id
    AND o.generation = display.generation AND o.goal_at IS NOT NULL)
THEN %s ELSE goal_at END
"""
