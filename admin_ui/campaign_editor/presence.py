"""Who has which campaign open. Held in memory: the admin is one process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.i18n import _


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody in front of an open editor."""

    agent_id: int
    name: str


@dataclass(frozen=True, slots=True)
class _Page:
    """An open editor."""

    editor: Editor
    tab: str
    """Which of the browser's tabs shows it, "" before the browser has told."""
    notify: Callable[[], None]


@dataclass
class Presence:
    """Who edits what, told to everybody who edits the same."""

    _rooms: dict[int, dict[object, _Page]] = field(default_factory=dict)

    def join(self, campaign_id: int, key: object, editor: Editor, notify: Callable[[], None], tab: str = "") -> None:
        """Enter a campaign's editor; `key` is the page, `notify` is called when somebody comes or goes.

        A page joins when it is made, and once more when its browser has told the tab.
        """
        self._rooms.setdefault(campaign_id, {})[key] = _Page(editor, tab, notify)
        self._tell(campaign_id)

    def leave(self, campaign_id: int, key: object) -> None:
        room = self._rooms.get(campaign_id, {})
        if room.pop(key, None) is not None:
            self._tell(campaign_id)
        if not room:
            self._rooms.pop(campaign_id, None)

    def others(self, campaign_id: int, key: object) -> tuple[Editor, ...]:
        """Everybody else in there, each once; oneself only in what is certain to be another tab: the page that one
        comes from is still here for a moment."""
        room = self._rooms.get(campaign_id, {})
        here = room.get(key)
        found = (each.editor for page, each in room.items() if page != key and not _may_be_one_tab(each, here))
        return tuple(dict.fromkeys(found))

    def _tell(self, campaign_id: int) -> None:
        for page in list(self._rooms.get(campaign_id, {}).values()):
            page.notify()


def _may_be_one_tab(page: _Page, other: _Page | None) -> bool:
    if other is None or page.editor.agent_id != other.editor.agent_id:
        return False
    return not page.tab or not other.tab or page.tab == other.tab


def words(others: tuple[Editor, ...], me: int) -> str:
    """Who else is here, in a line; "" for nobody."""
    if not others:
        return ""
    if [each.agent_id for each in others] == [me]:
        return _("You are editing this in another tab, too")
    names = [_("You, in another tab,") if each.agent_id == me else each.name for each in others]
    if len(names) == 1:
        return _("{name} is editing this too").format(name=names[0])
    return _("{names} and {last} are editing this too").format(names=", ".join(names[:-1]), last=names[-1])
