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


@dataclass
class Presence:
    """Who edits what, told to everybody who edits the same."""

    _rooms: dict[int, dict[object, tuple[Editor, Callable[[], None]]]] = field(default_factory=dict)

    def join(self, campaign_id: int, key: object, editor: Editor, notify: Callable[[], None]) -> None:
        """Enter a campaign's editor; `key` is the page, `notify` is called when somebody comes or goes."""
        self._rooms.setdefault(campaign_id, {})[key] = (editor, notify)
        self._tell(campaign_id)

    def leave(self, campaign_id: int, key: object) -> None:
        room = self._rooms.get(campaign_id, {})
        if room.pop(key, None) is not None:
            self._tell(campaign_id)
        if not room:
            self._rooms.pop(campaign_id, None)

    def others(self, campaign_id: int, key: object) -> tuple[Editor, ...]:
        """Everybody else in there, each once; oneself in another tab too."""
        room = self._rooms.get(campaign_id, {})
        return tuple(dict.fromkeys(editor for page, (editor, _notify) in room.items() if page != key))

    def _tell(self, campaign_id: int) -> None:
        for _editor, notify in list(self._rooms.get(campaign_id, {}).values()):
            notify()


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
