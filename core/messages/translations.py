"""The words of a message in other languages: their shape, and two people's edits of them as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.i18n import _, languages

MAX_LANGUAGES: Final = 30
MAX_TEXT: Final = 20_000
MAX_WORDS: Final = 2_000
MAX_OF: Final = 60_000
OF: Final = "of"
"""Where a translation may keep what it was last found right for: the message's own words as they were then."""
_FORM: Final = {"fields", "consent", "consent_link", "submit"}

Translation = Mapping[str, Any]
"""`{"text": mark-up, "buttons": {id: {"label", "link"}}, "form": {"fields": {id: label}, "consent", "consent_link",
"submit"}}`, and `"of"`: own words.
"""
Translations = Mapping[str, Translation]
"""By primary language subtag: `vi`."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The translations that come of two edits."""

    value: dict[str, Any]
    lost: bool
    """Whether something that they changed had to give way."""


def translations_shape(value: object) -> str | None:
    """What keeps a value from being a draft's translations, as a sentence."""
    if not isinstance(value, dict):
        return _("Translations are an object: words by language.")
    if len(value) > MAX_LANGUAGES:
        return _("A message has at most {n} languages.").format(n=MAX_LANGUAGES)
    for code, words in value.items():
        if code not in languages.CODES:
            return _("“{code}” is no language known here. Write it as en, vi or de.").format(code=str(code)[:40])
        if not _is_translation(words):
            return _("A translation has a text, buttons and a form.")
    return None


def merge(base: Translations, theirs: Translations, mine: Translations) -> Merge:
    """Put together what two people made of `base`; `mine` was saved later.

    Each part counts by itself. A language that one removed while the other changed something in it goes as the later
    one left it.
    """
    merged: dict[str, Any] = {}
    lost = False
    for code in dict.fromkeys([*base, *theirs, *mine]):
        before, their, my = (each.get(code) for each in (base, theirs, mine))
        if their is None or my is None or before is None:
            kept = their if my == before else my
            lost = lost or (kept != their and their != before)
        else:
            b, t, m = _parts(before), _parts(their), _parts(my)
            later = {path: t.get(path) if m.get(path) == b.get(path) else m.get(path) for path in {**t, **m}}
            lost = lost or any(later[path] != words != b.get(path) for path, words in t.items())
            kept = _grown(later)
        if kept is not None:
            merged[code] = kept
    return Merge(merged, lost)


def changed_parts(before: Translations, after: Translations) -> frozenset[str]:
    """Names of the languages and of their parts that differ: `vi`, `vi/text`, `vi/buttons/ID`."""
    found: set[str] = set()
    for code in {*before, *after}:
        was, now = (_parts(each[code]) if code in each else {} for each in (before, after))
        differ = ["/".join((code, *path)) for path in {*was, *now} if was.get(path) != now.get(path)]
        found |= {code, *differ} if differ else set()
    return frozenset(found)


def words_alone(translations: Translations) -> dict[str, dict[str, Any]]:
    """The translations without what they were last found right for: what visitors could tell apart."""
    return {code: {name: said for name, said in words.items() if name != OF} for code, words in translations.items()}


def _parts(words: Translation) -> dict[tuple[str, ...], Any]:
    """What can be changed by itself; a button's words and link go together."""
    form = words["form"]
    parts: dict[tuple[str, ...], Any] = {(name,): words[name] for name in ("text", OF) if name in words}
    parts |= {("buttons", button): said for button, said in words["buttons"].items()}
    parts |= {("form", "fields", field): label for field, label in form["fields"].items()}
    return parts | {("form", name): form[name] for name in sorted(_FORM - {"fields"})}


def _grown(parts: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    grown: dict[str, Any] = {"text": "", "buttons": {}, "form": {"fields": {}}}
    for (*path, name), words in parts.items():
        place = grown
        for step in path:
            place = place[step]
        if words is not None:
            place[name] = words
    return grown


def _is_translation(words: object) -> bool:
    if not isinstance(words, dict) or set(words) - {OF} != {"text", "buttons", "form"}:
        return False
    if not isinstance(words.get(OF, ""), str) or len(words.get(OF, "")) > MAX_OF:
        return False
    text, buttons, form = words["text"], words["buttons"], words["form"]
    return (
        isinstance(text, str)
        and len(text) <= MAX_TEXT
        and isinstance(buttons, dict)
        and all(_is_words(each, {"label", "link"}) for each in buttons.values())
        and isinstance(form, dict)
        and set(form) == _FORM
        and isinstance(form["fields"], dict)
        and _is_words({**form["fields"]}, set(form["fields"]))
        and _is_words({name: form[name] for name in _FORM - {"fields"}}, _FORM - {"fields"})
    )


def _is_words(words: object, names: set[str]) -> bool:
    if not isinstance(words, dict) or set(words) != names or len(words) > 100:
        return False
    return all(
        isinstance(name, str) and isinstance(said, str) and len(said) <= MAX_WORDS for name, said in words.items()
    )
