"""Collects the words on screen into core/locales, and says what a translation lacks (docs/translating.md)."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

from core import widget_texts
from core.campaign_files.gallery import ready_campaigns
from core.conditions import ConditionType
from core.i18n.catalogues import LOCALES, TEMPLATE, Words, forms, keeps_places, read
from core.plugins import load_plugins
from core.rules.choices import Choice
from core.rules.operators import OPERATORS
from core.rules.values import Number
from core.rules.wording import pattern, unit_patterns

ROOT = Path(__file__).parent.parent
FOLDERS = ("core", "plugins", "admin_ui")
LEFT_OUT = ("core/storage/migrations/", "admin_ui/vendor/")
WORDS_OF = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
METHODS: dict[str, tuple[Any, Any]] = {
    ".py": ("python", WORDS_OF),
    ".html": (babel_extract, WORDS_OF),
    ".js": ("javascript", {"stWord": None}),
}
NOTE = "Translators:"
HEADER = "# Written by script/translate: docs/translating.md says how to translate."
LEFT_OUT_HEADERS = (
    "POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid-Bugs-To", "Last-Translator",
    "Language-Team", "Project-Id-Version",
)  # fmt: skip
"""Lines that would make every run a change, or say nothing."""

Found = Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]


def collect() -> Catalog:
    """Every message of the product, with the files that say it."""
    catalog = Catalog(project="Smart Trigger", header_comment=HEADER, charset="utf-8", fuzzy=False)
    everywhere = (_in_files(), _of_operators(), _of_plugins(), _of_the_widget(), _of_the_gallery())
    for file, _, message, notes, context in chain.from_iterable(everywhere):
        catalog.add(message, locations=[(file, 0)], auto_comments=notes, context=context)
    return catalog


def lacks(translation: Catalog, template: Catalog) -> list[str]:
    """What is wrong with a translation, in a line each; nothing: it may ship."""
    wanted = {(message.id, message.context) for message in template if message.id}
    here = {(message.id, message.context): message for message in translation if message.id}
    problems = [f"not in the file yet: {_first(words)}" for words, context in wanted if (words, context) not in here]
    for key, message in here.items():
        if key not in wanted:
            problems.append(f"not said any more: {_first(message.id)}")
        elif message.fuzzy:
            problems.append(f"fuzzy (check it, then delete the mark): {_first(message.id)}")
        elif not all(forms(message.string)):
            problems.append(f"not translated: {_first(message.id)}")
        elif not keeps_places(message):
            problems.append(f"other places in braces than in English: {_first(message.id)}")
    return sorted(problems)


def update(paths: Collection[Path] = ()) -> dict[Path, list[str]]:
    """Write the template and every translation anew; what each translation lacks."""
    template = collect()
    _write(TEMPLATE, template)
    told: dict[Path, list[str]] = {}
    for path in paths or sorted(LOCALES.glob("*.po")):
        translation = read(path)
        translation.update(template, no_fuzzy_matching=False, update_creation_date=False)
        translation.header_comment = HEADER
        for message in translation:
            said = template.get(message.id, message.context)
            is_fuzzy = message.fuzzy and any(forms(message.string))  # Babel calls what it left empty fuzzy, too
            message.flags = ({"fuzzy"} if is_fuzzy else set()) | (said.flags if said else set())
        _write(path, translation)
        told[path] = lacks(translation, template)
    return told


def _in_files() -> Found:
    for path in sorted(each for folder in FOLDERS for each in (ROOT / folder).rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        method, keywords = METHODS.get(path.suffix, (None, {}))
        if method is None or name.startswith(LEFT_OUT):
            continue
        with path.open("rb") as file:
            for line, message, notes, context in extract(method, file, keywords, (NOTE,)):
                yield name, line, message, list(notes), context


def _of_operators() -> Found:
    """The phrases of the operators, alone in menus and with their values in sentences."""
    for operator in (each for row in OPERATORS.values() for each in row.values()):
        yield "core/rules/operators.py", 0, operator.phrase, [], None
        if operator.operand != "none":
            yield "core/rules/operators.py", 0, pattern(operator.phrase), [], None


def _of_plugins() -> Found:
    """What plugins bring as attributes of their classes; the product translates it where it shows it."""
    registry = load_plugins(entry_points=False)
    for kind in registry.condition_types.values():
        file = f"{type(kind).__module__.replace('.', '/')}.py"
        for words in _said_by(kind):
            yield file, 0, words, [], None
        if isinstance(kind.value, Number) and kind.value.unit not in ("", "%"):
            yield file, 0, unit_patterns(kind.value.unit), [], None
            yield file, 0, kind.value.unit, [], None
    for channel in registry.channels.values():
        for words in filter(None, (channel.label, channel.explanation)):
            yield f"{type(channel).__module__.replace('.', '/')}.py", 0, words, [], None
    for plugin in registry.plugins:
        if len(plugin.condition_types) + len(plugin.channels) != 1:  # the single thing it brings speaks for it
            yield f"{plugin.name.replace('.', '/')}.py", 0, plugin.title, [], None


def _of_the_widget() -> Found:
    """What the widget says to visitors (core/widget_texts.py)."""
    for words in widget_texts.english().values():
        yield "widget/texts.js", 0, words, [], widget_texts.CONTEXT


def _of_the_gallery() -> Found:
    """How the ready campaigns are listed; their messages are drafts, which are written anew anyhow."""
    for ready in ready_campaigns(load_plugins(entry_points=False)):
        for words in (ready.title, ready.description, ready.category):
            yield "core/campaign_files/gallery", 0, words, [], None


def _said_by(kind: ConditionType) -> Iterator[str]:
    yield from filter(
        None,
        (
            kind.label,
            kind.search_words,
            kind.group,
            kind.explanation,
            kind.key_label,
            kind.key_hint,
            kind.missing_hint,
            kind.unseen_hint,
        ),
    )
    yield from kind.phrases.values()
    if isinstance(kind.value, Choice) and not kind.value.cldr and isinstance(kind.value.options, tuple):
        yield from (label for _, label in kind.value.options)


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    unsaid = tuple(f'"{name}:' for name in LEFT_OUT_HEADERS)
    path.write_text("".join(line for line in lines if not line.startswith(unsaid)), encoding="utf-8")


def _first(words: Words) -> str:
    return forms(words)[0]


def main() -> None:
    """Write them, say what is missing; ends with 1 if anything is."""
    told = update()
    for path, problems in told.items():
        print(f"{path.stem}: {f'{len(problems)} to do' if problems else 'complete'}")
        for problem in problems:
            print(f"  {problem}")
    sys.exit(any(told.values()))


if __name__ == "__main__":
    main()
