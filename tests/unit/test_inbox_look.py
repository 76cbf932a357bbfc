"""What an inbox looks at stands in its address, and comes back from there."""

from __future__ import annotations

import pytest

from admin_ui.inbox_state import MOST_PAGES, Look, address, look_at
from core.inbox.conversations import Wanted


@pytest.mark.parametrize(
    ("look", "written"),
    [
        (Look(), "/inbox?whose=all"),
        (Look(key="k"), "/inbox?c=k&whose=all"),
        (
            Look(Wanted("mine", "closed", True, "lost & found", 3), 4, "k"),
            "/inbox?c=k&whose=mine&status=closed&unread=1&q=lost+%26+found&site=3&pages=4",
        ),
    ],
)
def test_an_address_says_what_is_looked_at(look: Look, written: str) -> None:
    assert address(look) == written
    wanted = look.wanted
    assert look == look_at(
        look.key, wanted.scope, wanted.status, "1" if wanted.unread_only else "", wanted.search,
        str(wanted.site_id or ""), str(look.pages),
    )  # fmt: skip


def test_what_an_address_can_not_mean_is_passed_over() -> None:
    look = look_at("k", "theirs", "lost", "yes", " a ", "-1", "99999")
    assert look == Look(Wanted(search="a"), MOST_PAGES, "k")
    assert look_at("", "", "", "", "", "x", "0").pages == 1
