"""Which rows of a list are chosen."""

from __future__ import annotations

import pytest

from admin_ui.chosen import Chosen

PAGE = ("a", "b", "c", "d", "e")


def chosen(*presses: str) -> Chosen[str]:
    """A page on which rows were pressed: `+b` chooses, `-b` lets go, `+b!` with shift held."""
    found: Chosen[str] = Chosen()
    found.show(PAGE)
    for press in presses:
        found.choose(press[1], press[0] == "+", through=press.endswith("!"))
    return found


@pytest.mark.parametrize(
    ("presses", "keys"),
    [
        (("+d", "+b"), "bd"),
        (("+b", "-b"), ""),
        (("+b", "+d!"), "bcd"),
        (("+d", "+b!"), "bcd"),
        (("+b", "+d!", "-c!"), "b"),
        (("+c!",), "c"),
        (("+b", "+z"), "b"),
    ],
)
def test_rows_are_chosen_one_by_one_or_from_the_last_one_with_shift(presses: tuple[str, ...], keys: str) -> None:
    assert "".join(chosen(*presses).keys) == keys


def test_all_on_the_page_and_none() -> None:
    rows = chosen("+b")
    assert not rows.every
    rows.choose_all(True)
    assert (rows.keys, rows.every, len(rows)) == (PAGE, True, 5)
    rows.choose_all(False)
    assert (rows.keys, rows.every) == ((), False)


def test_what_leaves_the_page_is_let_go() -> None:
    rows = chosen("+b", "+d")
    rows.show(("d", "e", "f"))
    assert rows.keys == ("d",)
    rows.show(PAGE)
    assert rows.keys == ("d",), "it does not come back by itself"
    rows.show(())
    rows.show(PAGE)
    rows.choose("e", True, through=True)
    assert rows.keys == ("e",), "a range begins on this page or nowhere"
    assert not Chosen[str]().every
