"""A message in several languages: its words in others than its own, and what visitors of one language get.

A translation has a text, and words for the buttons and the contact form by their ids; what these do is the message's
own. Words that are missing are the message's own, and so is what everybody else gets. It also keeps for which words of
the message it was last found right: once these are others, somebody has to look at it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from core.campaigns.content import extra_problems
from core.campaigns.drafts import Draft
from core.i18n import _, languages
from core.messages import TextProblem, problems
from core.messages.translations import MAX_OF, OF, Translation, words_alone

Path = tuple[str, ...]
_FORM_WORDS: Final = ("consent", "consent_link", "submit")


@dataclass(frozen=True, slots=True)
class TranslationProblem:
    """What keeps a message from being published in one of its languages."""

    language: str
    path: Path
    """Where its words stand: text, buttons or form, and in these as core.messages.translations.Translation has it, as
    far as the problem is one's.
    """
    message: str
    """A sentence that names the language."""

    @property
    def part(self) -> str:
        """text, buttons or form."""
        return self.path[0]


def new_translation(draft: Draft) -> dict[str, Any]:
    """The message's own words, to be written over; links are its own as long as none are given."""
    form = draft.form or {"fields": [], "consent": "", "submit": ""}
    return {
        "text": draft.text,
        "buttons": {each["id"]: {"label": each["label"], "link": ""} for each in draft.buttons},
        "form": {
            "fields": {each["id"]: each["label"] for each in form["fields"]},
            "consent": form["consent"],
            "consent_link": "",
            "submit": form["submit"],
        },
        OF: own_words(draft),
    }


def own_words(draft: Draft) -> str:
    """All that a translator has to say in another language, in the message's own."""
    labels = [each["label"] for each in sorted(draft.buttons, key=lambda each: str(each["id"]))]
    if draft.form:
        labels += [each["label"] for each in draft.form["fields"]] + [draft.form[name] for name in _FORM_WORDS]
    return "\n".join(filter(None, (words.strip() for words in (draft.text, *labels))))[:MAX_OF]


def outdated(draft: Draft) -> tuple[str, ...]:
    """The languages that were last found right for other words than the message's own are now."""
    own = own_words(draft)
    return tuple(code for code, words in draft.translations.items() if words.get(OF, own) != own)


def found_right(draft: Draft, codes: Iterable[str]) -> dict[str, Any]:
    """The translations, of which these are right for the message's own words as they are."""
    own = own_words(draft)
    found = {code: {**draft.translations[code], OF: own} for code in codes if code in draft.translations}
    return {**draft.translations, **found}


def taken_for_right(draft: Draft, before: Draft) -> Draft:
    """The draft with translations that come without their origin, such as those of a file: they keep the one they had
    before, and are right as they are where they are new."""
    known = words_alone(before.translations)
    bare = words_alone(draft.translations)
    unknown = [code for code, words in draft.translations.items() if OF not in words]
    told = {code: before.translations[code] for code in unknown if code in known and known[code] == bare[code]}
    new = replace(draft, translations={**draft.translations, **told})
    return replace(new, translations=found_right(new, [code for code in unknown if code not in told]))


def in_language(draft: Draft, code: str) -> Draft:
    """The draft with its words in a language, as far as it has them; "" is the message's own."""
    words = draft.translations.get(code)
    if words is None:
        return draft
    text = words["text"] if words["text"].strip() else draft.text
    buttons = [_with_words(each, words["buttons"].get(each["id"], {})) for each in draft.buttons]
    return replace(draft, text=text, buttons=buttons, form=_form(draft.form, words["form"]) if draft.form else None)


def in_one_language(draft: Draft, code: str) -> Draft:
    """The draft without other languages: in this one if it has it, else in the message's own."""
    spoken = code if code in draft.translations else draft.language
    return replace(in_language(draft, code), language=spoken, translations={})


def translation_problems(draft: Draft) -> Iterator[TranslationProblem]:
    """Everything that keeps a message from being published in its other languages.

    What is wrong with the message itself is not told once more for each of them; its text is another's in each.
    """
    own = {path[0] for path, _sentence in _problems(draft)}
    for code, words in draft.translations.items():
        if code == draft.language:
            yield _told(code, ("text",), _("The message itself is in this language. Remove one of them."))
        yield from (_told(code, path, each) for path, each in _untranslated(draft, words))
        shared = own - {"text"} if words["text"].strip() else own
        said = in_language(draft, code)
        yield from (_told(code, path, each) for path, each in _problems(said) if path[0] not in shared)


def _problems(draft: Draft) -> Iterator[tuple[Path, str]]:
    yield from ((("text",), each.message) for each in problems(draft.text))
    yield from ((_path(field, each), each.message) for field, each in extra_problems(draft))


def _path(field: str, problem: TextProblem) -> Path:
    """Where the words stand that are wrong, in a translation."""
    if field == "form":
        return ("form", "fields", problem.node) if problem.node else ("form", problem.part)
    return (field, problem.node, problem.part)


def _untranslated(draft: Draft, words: Translation) -> Iterator[tuple[Path, str]]:
    if not words["text"].strip():
        yield ("text",), _("The message is empty. Type what it should say.")
    missing = _("“{words}” has no words in this language. Type them.")
    for each in draft.buttons:
        if each["label"].strip() and not words["buttons"].get(each["id"], {}).get("label", "").strip():
            yield ("buttons", each["id"], "label"), missing.format(words=each["label"])
    if draft.form:
        fields, form = draft.form["fields"], words["form"]
        asked: list[tuple[Path, str, str]] = [
            (("fields", each["id"]), each["label"], form["fields"].get(each["id"], "")) for each in fields
        ]
        asked += [((name,), draft.form[name], form[name]) for name in ("consent", "submit")]
        for path, own, said in asked:
            if own.strip() and not said.strip():
                yield ("form", *path), missing.format(words=own)


def _told(code: str, path: Path, sentence: str) -> TranslationProblem:
    words = _("{language}: {sentence}").format(language=languages.name(code), sentence=sentence)
    return TranslationProblem(code, path, words)


def _form(form: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    fields = [_with_words(each, {"label": words["fields"].get(each["id"], "")}) for each in form["fields"]]
    return {**_with_words(form, {name: words[name] for name in _FORM_WORDS}), "fields": fields}


def _with_words(part: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    return {**part, **{name: said for name, said in words.items() if said.strip()}}
