"""Business hours in the form of a site."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from core import sites
from core.i18n import _, negotiate, speaking
from core.opening_hours import Holiday, Hours
from core.rules.wording import weekday
from core.storage import Storage
from tests.admin.campaign_hands import said
from tests.admin.conftest import SignInAs
from tests.admin.hands import fill, press, shown, until

USUAL = ("09:00", "17:00")


@pytest.fixture
async def site(owner: User, storage: Storage) -> int:
    """A site whose form is open."""
    made = sites.add_site(storage, sites.SiteSettings("Shop", ("https://shop.example",)))
    await owner.open(f"/sites/{made.id}")
    return made.id


def kept(storage: Storage, site: int) -> Hours | None:
    return sites.site(storage, site).settings.hours


async def save(user: User, storage: Storage, site: int, wanted: Hours | None) -> None:
    await press(user, "Save")
    await until(lambda: kept(storage, site) == wanted)


async def test_a_site_has_no_hours_until_somebody_sets_them(owner: User, storage: Storage, site: int) -> None:
    assert kept(storage, site) is None
    await press(owner, "Set business hours")
    await save(owner, storage, site, Hours(((USUAL,),) * 5 + ((), ())))
    await press(owner, "Remove business hours")
    await save(owner, storage, site, None)


async def test_removed_hours_can_be_taken_back_at_once(owner: User, storage: Storage, site: int) -> None:
    await press(owner, "Set business hours")
    await fill(owner, "Monday: until", "12:00")
    await press(owner, "Remove business hours")
    await press(owner, "Undo")
    wanted = Hours(((("09:00", "12:00"),), *((USUAL,),) * 4, (), ()))
    await save(owner, storage, site, wanted)


async def test_a_day_has_several_periods_and_the_workdays_are_alike(owner: User, storage: Storage, site: int) -> None:
    await press(owner, "Set business hours")
    await fill(owner, "Monday: until", "12:00")
    await press(owner, "Add a period on Monday")
    await fill(owner, "Monday: from", "13:00")  # the newest one
    await fill(owner, "Monday: until", "18:30")
    await press(owner, "Monday's hours on all workdays")
    await press(owner, "Take the period away: Friday")
    await press(owner, "Add a period on Sunday")
    day = (("09:00", "12:00"), ("13:00", "18:30"))
    await save(owner, storage, site, Hours((day, day, day, day, day[:1], (), (USUAL,))))


async def test_holidays_are_added_and_taken_away(owner: User, storage: Storage, site: int) -> None:
    await press(owner, "Set business hours")
    for day, name in (("2026-12-25", "Christmas"), ("2026-12-24", "Christmas Eve")):
        await press(owner, "Add holiday")
        await fill(owner, "Holiday: day", day)
        await fill(owner, "Holiday: name", name)
    week = ((USUAL,),) * 5 + ((), ())
    eve, christmas = Holiday("2026-12-24", "Christmas Eve"), Holiday("2026-12-25", "Christmas")
    await save(owner, storage, site, Hours(week, (eve, christmas)))
    await press(owner, "Take the holiday away")
    await save(owner, storage, site, Hours(week, (eve,)))


async def test_what_is_wrong_stands_at_its_day_and_nothing_is_saved(owner: User, storage: Storage, site: int) -> None:
    await press(owner, "Set business hours")
    await fill(owner, "Tuesday: until", "08:00")
    await press(owner, "Add holiday")
    await press(owner, "Save")
    await until(lambda: said(owner, "Tuesday: 09:00 to 08:00 ends before it begins."))
    assert said(owner, "Choose the day, or take the holiday away.")
    assert kept(storage, site) is None
    await fill(owner, "Tuesday: until", "17:00")
    assert not said(owner, "ends before it begins")


async def test_what_is_wrong_is_said_as_soon_as_both_times_stand_there(
    owner: User, storage: Storage, site: int
) -> None:
    await press(owner, "Set business hours")
    await fill(owner, "Tuesday: from", "14:00")
    await fill(owner, "Tuesday: until", "08:00")
    await until(lambda: said(owner, "Tuesday: 14:00 to 08:00 ends before it begins."))
    await fill(owner, "Tuesday: until", "18:00")
    await until(lambda: not said(owner, "ends before it begins"))
    await press(owner, "Add a period on Tuesday")
    await fill(owner, "Tuesday: from", "17:00")
    assert not said(owner, "Tuesday: say from when until when"), "somebody is typing"
    await fill(owner, "Tuesday: until", "20:00")
    await until(lambda: said(owner, "Tuesday: 14:00 to 18:00 and 17:00 to 20:00 overlap."))
    await press(owner, "Save")
    await until(lambda: said(owner, "14:00 to 18:00 and 17:00 to 20:00 overlap."))
    assert kept(storage, site) is None
    await press(owner, "Take the period away: Tuesday")
    await until(lambda: not said(owner, "overlap"))


def red(user: User) -> list[str]:
    """What the fields are called that are said to be wrong."""
    return [str(each.props["aria-label"]) for each in shown(user) if each.props.get("aria-invalid") == "true"]


async def test_only_the_time_that_is_wrong_is_red(owner: User, site: int) -> None:
    await press(owner, "Set business hours")
    await press(owner, "Add a period on Tuesday")
    await fill(owner, "Tuesday: from", "18:00")
    await fill(owner, "Tuesday: until", "17:30")
    await until(lambda: said(owner, "Tuesday: 18:00 to 17:30 ends before it begins."))
    assert red(owner) == ["Tuesday: until"]
    await fill(owner, "Tuesday: until", "19:00")
    await until(lambda: red(owner) == [])
    await press(owner, "Add holiday")
    await press(owner, "Save")
    await until(lambda: red(owner) == ["Holiday: day"])


@pytest.mark.parametrize(
    ("accepted", "sentence"),
    [
        ("en-US,en;q=0.9", "Tuesday: 9:00\u202fAM to 8:00\u202fAM ends before it begins."),
        ("en-GB", "Tuesday: 09:00 to 08:00 ends before it begins."),
        ("vi,en-US;q=0.5", "Thứ Ba: 09:00 đến 08:00 kết thúc trước khi bắt đầu."),
    ],
)
async def test_times_are_written_as_the_browser_writes_them_in_its_fields(
    sign_in_as: SignInAs, storage: Storage, accepted: str, sentence: str
) -> None:
    made = sites.add_site(storage, sites.SiteSettings("Shop", ("https://shop.example",), hours=Hours(((USUAL,),) * 7)))
    owner = await sign_in_as("owner")
    owner.http_client.headers["accept-language"] = accepted
    await owner.open(f"/sites/{made.id}")
    with speaking(negotiate(accepted)):
        name = _("{day}: until").format(day=weekday(2))
    await fill(owner, name, "08:00")
    await until(lambda: said(owner, sentence))


async def test_monday_takes_what_is_wrong_with_it_to_the_other_days(owner: User, site: int) -> None:
    await press(owner, "Set business hours")
    await fill(owner, "Monday: until", "08:00")
    await press(owner, "Monday's hours on all workdays")
    await until(lambda: said(owner, "Friday: 09:00 to 08:00 ends before it begins."))


async def test_who_may_not_change_a_site_only_reads_its_hours(marketer: User, storage: Storage) -> None:
    hours = Hours(((USUAL,),) * 5 + ((), ()))
    made = sites.add_site(storage, sites.SiteSettings("Shop", ("https://shop.example",), hours=hours))
    await marketer.open(f"/sites/{made.id}")
    assert said(marketer, "Friday")
    assert not said(marketer, "Save")
