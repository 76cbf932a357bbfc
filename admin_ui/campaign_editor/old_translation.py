"""Says above a translation that the message itself has changed since, what has, and takes the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from admin_ui.components.basics import box, button, icon, text
from admin_ui.components.focus import lead_to
from core.campaigns.drafts import Draft
from core.campaigns.translations import own_words
from core.i18n import _, languages
from core.messages.telling import telling
from core.messages.translations import OF


class OldTranslation:
    """Not there while there is nothing to say; `found_right` is called where somebody has looked at it again."""

    def __init__(self, found_right: Callable[[], None]) -> None:
        self._found_right = found_right
        self._shown: object = None
        self.element = box("st-note st-note--warn").props("tabindex=-1")
        self.element.set_visibility(False)

    def show(self, draft: Draft, code: str) -> None:
        """`code`: the language that is to be looked at again, "" for none."""
        before, now = (draft.translations[code][OF], own_words(draft)) if code else ("", "")
        if (code, before, now) == self._shown:
            return
        self._shown = (code, before, now)
        self.element.set_visibility(bool(code))
        self.element.clear()
        if not code:
            return
        with self.element:
            icon("translate")
            with box("st-stack st-gap-8 st-grow"):
                said = _("The main message has changed since {language} was found right.")
                text(said.format(language=languages.name(code)), "st-strong")
                with box("st-changed-words"):
                    tell = telling([before, now])
                    for removed, added in _changed_lines(before, now):
                        if removed:
                            text(tell(removed), "st-before", "del")
                        if added:
                            text(tell(added), "st-after", "ins")
                with box("st-line"):
                    button(_("It is right as it stands"), self._found_right, icon="check")

    def focus(self) -> None:
        """Go to what it says."""
        lead_to(self.element)


def _changed_lines(before: str, now: str) -> Iterator[tuple[str, str]]:
    """The lines that are gone, and those that stand in their place."""
    was, are = ([line for line in words.splitlines() if line.strip()] for words in (before, now))
    for kind, a, b, c, d in SequenceMatcher(None, was, are, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "\n".join(was[a:b]), "\n".join(are[c:d])
