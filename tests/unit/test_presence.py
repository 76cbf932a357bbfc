"""Who else edits a campaign: everybody but oneself, and oneself in another tab."""

from __future__ import annotations

from admin_ui.campaign_editor.presence import Editor, Presence, words

ADA, BO = Editor(1, "Ada"), Editor(2, "Bo")


def here(presence: Presence, key: str) -> list[str]:
    return [each.name for each in presence.others(7, key)]


def join(presence: Presence, key: str, editor: Editor, tab: str = "") -> None:
    presence.join(7, key, editor, lambda: None, tab)


def test_everybody_else_is_told_once_however_many_tabs_they_have() -> None:
    presence = Presence()
    join(presence, "mine", ADA, "a")
    for key in ("one", "two"):
        join(presence, key, BO, key)
    assert (here(presence, "mine"), here(presence, "one")) == (["Bo"], ["Ada", "Bo"])
    presence.leave(7, "mine")
    assert here(presence, "one") == ["Bo"]


def test_the_page_that_one_comes_from_is_not_another_tab() -> None:
    presence = Presence()
    join(presence, "before", ADA, "a")
    join(presence, "after", ADA)
    assert here(presence, "after") == [], "its tab is not known yet"
    join(presence, "after", ADA, "a")
    assert here(presence, "after") == []
    join(presence, "beside", ADA, "b")
    assert here(presence, "after") == ["Ada"]


def test_everybody_who_is_there_hears_of_who_comes_and_goes() -> None:
    heard: list[str] = []
    presence = Presence()
    presence.join(7, "mine", ADA, lambda: heard.append("Ada hears"))
    presence.join(8, "elsewhere", BO, lambda: heard.append("elsewhere"))
    presence.join(7, "theirs", BO, lambda: heard.append("Bo hears"))
    presence.leave(7, "theirs")
    assert heard == ["Ada hears", "elsewhere", "Ada hears", "Bo hears", "Ada hears"]


def test_who_else_is_here_is_said_in_a_line() -> None:
    assert words((), 1) == ""
    assert words((ADA,), 1) == "You are editing this in another tab, too"
    assert words((BO,), 1) == "Bo is editing this too"
    assert words((ADA, BO), 1) == "You, in another tab, and Bo are editing this too"
