"""Words in the reader's language: who reads, what a made-up language shows, and what a translation must not lack."""

from __future__ import annotations

import re
import threading
from datetime import date

import pytest
from babel.messages.catalog import Catalog

from cli.translations import collect, lacks
from core.i18n import LANGUAGES, _, language, negotiate, ngettext, speaking
from core.i18n.catalogues import LOCALES, TEMPLATE, direction, forms, read
from core.i18n.figures import day, number, percent
from core.i18n.pseudo import pseudo

TRANSLATED = sorted(code for code in LANGUAGES if code != "en")


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "en"),
        ("vi", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.5", "vi"),
        ("en;q=0.3, vi;q=0.8", "vi"),
        ("fr, en-GB", "en"),
        ("fr", "en"),
        ("xx", "en"),
        (";;q=,", "en"),
    ],
)
def test_a_browser_is_answered_in_the_first_of_its_languages_that_is_here(accepted: str, expected: str) -> None:
    assert negotiate(accepted) == expected


def test_what_is_spoken_holds_for_its_thread_only() -> None:
    heard: list[str] = []
    with speaking("vi"):
        other = threading.Thread(target=lambda: heard.append(language()))
        other.start()
        other.join()
        with speaking("tlh"):
            heard.append(language())
        heard.append(language())
    assert [*heard, language()] == ["en", "en", "vi", "en"]


def test_english_is_said_as_it_is_written() -> None:
    assert _("") == ""
    assert [ngettext("{n} page", "{n} pages", n).format(n=number(n)) for n in (1, 2, 1204)] == [
        "1 page",
        "2 pages",
        "1,204 pages",
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ("1,204", "0.5", "2.0", "38 %", "3.8 %", "22 Nov 2026", "22 Nov", "ltr")),
        ("vi", ("1.204", "0,5", "2,0", "38%", "3,8%", "22 thg 11, 2026", "22 thg 11", "ltr")),
    ],
)
def test_numbers_and_days_are_written_as_the_reader_writes_them(code: str, expected: tuple[str, ...]) -> None:
    moment = date(2026, 11, 22)
    with speaking(code):
        figures = (number(1204), number(0.5), number(2, 1), percent(0.38), percent(0.038))
        assert (*figures, day(moment), day(moment, year=False), direction(code)) == expected


def test_a_made_up_language_marks_what_is_in_the_catalogue_and_nothing_else() -> None:
    with speaking("xx"):
        assert _("Your profile").startswith("⟦Ýôûŕ þŕôƒîļé")
        assert _("A name that somebody typed") == "A name that somebody typed"
    said = pseudo("“{name}” is <b>on</b>.")
    assert said.format(name="Welcome").count("Welcome") == 1
    assert "<b>" in said
    assert len(pseudo("Something went wrong")) >= 1.4 * len("Something went wrong")
    assert direction("xr") == "rtl"
    assert "{name}" in pseudo("“{name}” is on.", right_to_left=True)


@pytest.mark.parametrize(
    ("one", "many", "said", "problem"),
    [
        ("Save", None, "Lưu", None),
        ("Save", None, "", "not translated: Save"),
        ("“{name}” is on", None, "“{ten}” đang bật", "other places in braces than in English: “{name}” is on"),
        ("“{name}” is on", None, "“{name}” đang bật", None),
        ("one page", "{n} pages", ("{n} trang",), None),
        ("one page", "{n} pages", ("trang",), "other places in braces than in English: one page"),
    ],
)
def test_a_translation_that_would_fail_is_told(
    one: str, many: str | None, said: str | tuple[str], problem: str | None
) -> None:
    template, translation = Catalog(), Catalog(locale="vi")
    message = one if many is None else (one, many)
    template.add(message)
    translation.add(message, said)
    assert lacks(translation, template) == ([problem] if problem else [])
    translation.add("Old", "Cũ")
    assert "not said any more: Old" in lacks(translation, template)
    translation.add(message, said, flags=["fuzzy"])
    assert any(each.startswith("fuzzy") for each in lacks(translation, template))


@pytest.mark.parametrize("other", ["trang web", "thỏa mãn", "gõ", "bấm", "đội", "hình", "e-mail"])
def test_vietnamese_has_one_word_for_a_thing(other: str) -> None:
    """Those of docs/translating.md, and no others for the same; a search may know them all."""
    word = re.compile(rf"(?<!màn )\b{re.escape(other)}\b(?! ngũ)", re.IGNORECASE)
    said = {
        words
        for message in read(LOCALES / "vi.po")
        if message.id and "admin_ui/palette/choices.py" not in dict(message.locations)
        for words in forms(message.string)
        if word.search(re.sub(r"\{.*?\}", "", words))
    }
    assert said == set()


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_translated_fits_its_english(code: str) -> None:
    told = lacks(read(LOCALES / f"{code}.po"), read(TEMPLATE))
    assert [each for each in told if each.startswith("other places")] == []


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", words)))


def ending(words: str) -> str:
    return words[-1] if words[-1:] in set(".?:!…") else ""


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_numbers_of_its_english_and_ends_like_it(code: str) -> None:
    """Whatever stands under another message by mistake hardly ever does."""
    strange = []
    for message in (each for each in read(LOCALES / f"{code}.po") if each.id):
        english = message.id if isinstance(message.id, str) else message.id[-1]
        for words in forms(message.string):
            if numbers(words) != numbers(english) or ending(words.rstrip()) != ending(english.rstrip()):
                strange.append(f"{english} = {words}")
    assert strange == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_on_screen_is_translated_and_the_catalogues_are_fresh(code: str) -> None:
    """Whoever adds or changes words runs script/translate and writes the others (docs/translating.md)."""
    said = collect()
    assert {(each.id, each.context) for each in read(TEMPLATE) if each.id} == {
        (each.id, each.context) for each in said if each.id
    }
    assert lacks(read(LOCALES / f"{code}.po"), said) == []
