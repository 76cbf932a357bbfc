"""Plugins bring their words in other languages in files beside them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.errors import PluginError
from core.i18n import _, catalogues, speaking
from core.plugins import Registry, load_plugins
from core.rules import sentence
from core.rules.wording import unit_patterns
from core.testing import make_visit

MODULE = '''"""How loyal."""
from smart_trigger import ConditionType, Number, hookimpl


class Loyalty(ConditionType):
    """Stamps on the visitor's card."""

    key = "loyalty"
    label = "Stamps"
    group = "Our shop"
    value = Number(unit="stamps")
    phrases = {"at_least": "with at least {value}"}

    def observe(self, visit):
        return 3


@hookimpl
def register_condition_types():
    return [Loyalty()]
'''
ONE, MANY = unit_patterns("stamps")
WORDS = f'''msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "Stamps"
msgstr "Số con tem"

msgid "Stamps on the visitor's card."
msgstr "Số con tem trên thẻ của khách."

msgid "{ONE}"
msgid_plural "{MANY}"
msgstr[0] "{{n}} con tem"

msgid "Save"
msgstr "Cất"

#, fuzzy
msgid "Our shop"
msgstr "Cửa hàng?"
'''
RULE = {"match": "all", "rules": [{"fact": "loyalty", "operator": "equals", "value": 3}]}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "loyalty.py").write_text(MODULE)
    (tmp_path / "locale" / "vi" / "LC_MESSAGES").mkdir(parents=True)
    before = dict(catalogues._brought)
    yield tmp_path
    catalogues._brought.clear()
    catalogues._brought.update(before)
    catalogues.catalogue.cache_clear()


def loaded(folder: Path, words: str | bytes, name: str = "loyalty.po") -> Registry:
    (folder / "locale" / "vi" / "LC_MESSAGES" / name).write_bytes(words.encode() if isinstance(words, str) else words)
    return load_plugins(folder=folder, entry_points=False)


def compiled(words: str) -> bytes:
    file = BytesIO()
    write_mo(file, read_po(BytesIO(words.encode()), locale="vi"))
    return file.getvalue()


@pytest.mark.parametrize(("name", "words"), [("loyalty.po", WORDS), ("loyalty.mo", compiled(WORDS))])
def test_a_plugin_is_said_in_its_own_translation(folder: Path, name: str, words: str | bytes) -> None:
    types = loaded(folder, words, name).condition_types
    kind = types["loyalty"]
    with speaking("vi"):
        assert (_(kind.label), _(kind.explanation)) == ("Số con tem", "Số con tem trên thẻ của khách.")
        assert sentence(RULE, types) == "Khách truy cập có số con tem là 3 con tem"
        assert _(kind.group) == "Our shop", "a fuzzy word is said in English"
        assert _("Save") == "Lưu", "the product's own words stay"
    assert sentence(RULE, types) == "Visitors whose stamps is 3 stamps"
    assert kind.observe(make_visit()) == 3


def test_a_translation_that_lost_a_place_is_said_in_english(folder: Path) -> None:
    types = loaded(folder, WORDS.replace("{n} con tem", "nhiều tem")).condition_types
    with speaking("vi"):
        assert sentence(RULE, types) == "Khách truy cập có số con tem là 3 stamps"


def test_a_single_file_takes_only_the_words_of_its_name(folder: Path) -> None:
    kind = loaded(folder, WORDS, "another.po").condition_types["loyalty"]
    with speaking("vi"):
        assert _(kind.label) == "Stamps"


def test_files_that_come_one_after_another_are_asked_in_turn(folder: Path) -> None:
    for number in range(3):
        loaded(folder, WORDS.replace("Stamps", f"Word {number}"), f"loyalty{'-x' * number}.po")
        catalogues.bring(folder / f"locale/vi/LC_MESSAGES/loyalty{'-x' * number}.po", "vi")
        word = f"Word {number}"
        with speaking("vi"):
            assert _(word) == "Số con tem"
            assert _("nowhere") == "nowhere"


TORN = [
    ("loyalty.mo", b"no catalogue"),
    ("loyalty.mo", b""),
    ("loyalty.mo", compiled(WORDS)[:30]),
    ("loyalty.po", b'msgid "\xff"'),
    ("loyalty.po", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n'),
]


@pytest.mark.parametrize(("name", "words"), TORN)
def test_a_file_that_cannot_be_read_is_told_at_the_start(folder: Path, name: str, words: bytes) -> None:
    with pytest.raises(PluginError, match=rf"{name} can't be read: .*Mend or remove it"):
        loaded(folder, words, name)
