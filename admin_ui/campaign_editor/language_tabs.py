"""The languages of a message: which of them one works on, and one more."""

from __future__ import annotations

from collections.abc import Callable, Collection

from admin_ui.components.basics import box, mark, text
from admin_ui.components.choosers import Item, Picker
from core.campaigns.drafts import Draft
from core.i18n import _, languages

COMMON = ("en", "es", "zh", "hi", "ar", "fr", "pt", "ru", "de", "ja", "vi", "ko", "it", "tr", "pl", "nl")
"""Languages that many websites have, offered first."""


class LanguageTabs:
    """A tab for the message's own language, and one for each other; alone, only the way to add one is shown."""

    def __init__(self, choose: Callable[[str], None], add: Callable[[str], None]) -> None:
        self._choose = choose
        self._shown: object = None
        with box("st-languages") as self.element:
            self._tabs = box("st-segments")
            self._tabs.props["role"] = "group"
            self._tabs.props["aria-label"] = _("Languages of the message")
            self._add = Picker(
                items(),
                add,
                kind="button",
                icon="translate",
                placeholder=_("Add a language"),
                label=_("Add a language"),
            )

    def show(self, draft: Draft, chosen: str, wrong: Collection[str], old: Collection[str] = ()) -> None:
        """`chosen` is worked on; in the `wrong` ones something has to be mended, the `old` ones want another look."""
        codes = ["", *draft.translations]
        shown = (codes, draft.language, chosen, tuple(wrong), tuple(old))
        if shown == self._shown:
            return
        self._shown = shown
        self._tabs.set_visibility(len(codes) > 1)
        self._tabs.clear()
        with self._tabs:
            for code in codes:
                self._tab(code, draft, code == chosen, code in wrong, code in old)
        self._add.set_items(items(taken={draft.language, *draft.translations}))

    def _tab(self, code: str, draft: Draft, chosen: bool, wrong: bool, old: bool) -> None:
        words = languages.own_name(code or draft.language) if code or draft.language else _("Main message")
        with box("st-segment", "button").props("type=button") as tab:
            name = text(words, tag="span")
            if code or draft.language:
                name.props["lang"] = code or draft.language
            if not code and draft.language:
                text(_("main"), "st-language-main", "span")
            if wrong:
                text(_("Something is missing here"), "st-hidden-words", "span")
            elif old:
                text(_("To be looked at again"), "st-hidden-words", "span")
        tab.props["aria-pressed"] = "true" if chosen else "false"
        mark(tab, "st-segment--bad", wrong)
        mark(tab, "st-segment--old", old and not wrong)
        tab.on("click", lambda: self._choose(code))


def items(taken: Collection[str] = ()) -> list[Item]:
    """The languages to choose from, by what the reader calls them; some of them first."""
    named = sorted((languages.name(code), code) for code in languages.CODES if code not in taken)
    common = [Item(code, name, words=code, group=_("Often used")) for name, code in named if code in COMMON]
    return common + [Item(code, name, words=code, group=_("All")) for name, code in named if code not in COMMON]
