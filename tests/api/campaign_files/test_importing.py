"""An import makes drafts and changes drafts, all or nothing, as the person who imports; visitors notice nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from core import campaigns, sites
from core.campaign_files import importing
from core.campaign_files.reading import read
from core.campaigns import draft_changes, switching
from core.errors import Conflict, InvalidFile, NotFound
from tests.api.at_once import interrupted
from tests.api.campaign_files.conftest import Shops, file_of


def test_new_campaigns_arrive_as_drafts_at_the_end_of_the_list(shops: Shops) -> None:
    shops.draft(name="Old")
    done = shops.take(file_of({"name": "One", "sender": "ADA@shop.example "}, {"name": "Two", "text": "Hi"}))
    assert shops.names() == ["Old", "One", "Two"]
    made = [campaigns.get(shops.world.storage, each) for each in done.made]
    assert [(each.status, each.changed_by, each.draft.sender) for each in made] == [
        ("draft", "Bo", shops.world.ada),
        ("draft", "Bo", None),
    ]


def test_a_campaign_of_the_same_name_gets_its_draft_changed_and_visitors_meet_what_they_met(shops: Shops) -> None:
    live = shops.draft(name="Welcome", text="Hi")
    switching.publish(shops.world.storage, shops.world.registry, live.id, agent_id=shops.world.ada)
    done = shops.take(file_of({"name": "Welcome", "text": "Hello", "frequency": "multiple"}))
    after = campaigns.get(shops.world.storage, live.id)
    assert (after.status, after.published and after.published.text) == ("active", "Hi")
    assert after.unpublished == ("text", "frequency")
    assert done.plan.campaigns[0].fields == ("text", "frequency")
    changes = draft_changes.changes_since(shops.world.storage, live.id, live.draft_version)
    assert [(each.field, each.value, each.agent_name) for each in changes] == [
        ("text", "Hello", "Bo"),
        ("frequency", "multiple", "Bo"),
    ]


def test_what_a_file_does_not_say_stays_as_it_is(shops: Shops) -> None:
    kept = shops.draft(name="Welcome", text="Hi", frequency="multiple").draft
    done = shops.take(file_of({"name": "Welcome"}))
    assert [each.change for each in done.plan.campaigns] == ["unchanged"]
    assert (done.made, done.changed) == ((), ())
    assert shops.drafts() == [kept]


def test_archived_and_deleted_campaigns_and_those_of_other_sites_are_left_alone(shops: Shops) -> None:
    archived, deleted = shops.draft(name="Welcome"), shops.draft(name="Welcome")
    shops.world.create(name="Welcome")
    switching.archive(shops.world.storage, archived.id, agent_id=None)
    switching.delete(shops.world.storage, deleted.id, agent_id=None)
    assert shops.plan(file_of({"name": "Welcome", "text": "New"})).counts == {"new": 1}


def test_a_plan_changes_nothing(shops: Shops) -> None:
    shops.draft(name="Welcome", text="Hi")
    pulse = shops.world.pulse("campaigns")
    plan = shops.plan(file_of({"name": "Welcome", "text": "Hello"}, {"name": "Two"}))
    assert plan.counts == {"changed": 1, "new": 1}
    assert (shops.names(), shops.drafts()[0].text, shops.world.pulse("campaigns")) == (["Welcome"], "Hi", pulse)


def test_an_import_is_undone_but_for_what_was_typed_since(shops: Shops) -> None:
    welcome = shops.draft(name="Welcome", text="Hi", frequency="once")
    done = shops.take(file_of({"name": "Welcome", "text": "Hello", "frequency": "multiple"}, {"name": "Two"}))
    shops.world.save(welcome.id, "text", "Hey")
    importing.undo(shops.world.storage, done, agent_id=shops.world.bo)
    assert shops.names() == ["Welcome"]
    assert (shops.drafts()[0].text, shops.drafts()[0].frequency) == ("Hey", "once")


def test_what_somebody_agreed_to_is_done_or_nothing(shops: Shops) -> None:
    welcome = shops.draft(name="Welcome", text="Hi")
    file = shops.file(shops.world.create(name="Welcome", text="Hello").id)
    seen = shops.plan(file)
    shops.world.save(welcome.id, "text", "Hey")
    with pytest.raises(Conflict) as caught:
        shops.take(file, seen=seen)
    assert caught.value.code == "import_changed"
    assert shops.drafts()[0].text == "Hey"
    assert shops.take(file, seen=shops.plan(file)).plan.counts == {"changed": 1}


def test_several_imports_of_one_file_at_once_make_its_campaigns_once(shops: Shops) -> None:
    file = read(file_of({"name": "One", "text": "Hi"}, {"name": "Two"}))
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: shops.take(file), range(8)))
    assert shops.names() == ["One", "Two"]
    assert sorted(len(each.made) for each in done) == [0] * 7 + [2]


def test_an_import_is_undone_while_somebody_types(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    here = shops.draft(name="Welcome", text="Hi")
    done = shops.take(file_of({"name": "Two"}, {"name": "Welcome", "text": "Hello"}))
    storage, known = shops.world.storage, campaigns.get(shops.world.storage, here.id).draft_version

    def type_() -> None:
        draft_changes.save(storage, here.id, "frequency", "multiple", agent_id=shops.world.ada, base_version=known)

    other = interrupted(monkeypatch, draft_changes, "bring_back", type_)
    importing.undo(storage, done, agent_id=shops.world.bo)
    other.join()
    assert [(each.name, each.text, each.frequency) for each in shops.drafts()] == [("Welcome", "Hi", "multiple")]


def test_nothing_comes_in_when_the_last_step_fails(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    shops.draft(name="Welcome", text="Hi")

    def fails(*_: object, **__: object) -> None:
        raise Conflict("busy", "Not now.")

    monkeypatch.setattr(draft_changes, "replace_draft", fails)
    with pytest.raises(Conflict):
        shops.take(file_of({"name": "Two"}, {"name": "Welcome", "text": "Hello"}))
    assert shops.names() == ["Welcome"]


@pytest.mark.parametrize("archived", [True, False])
def test_a_site_that_is_gone_takes_nothing_in(shops: Shops, archived: bool) -> None:
    if archived:
        sites.archive_site(shops.world.storage, shops.other)
    with pytest.raises(NotFound):
        shops.take(file_of({"name": "Two"}), shops.other if archived else 999)


def test_the_first_problem_is_what_the_error_says(shops: Shops) -> None:
    with pytest.raises(InvalidFile) as caught:
        shops.take(file_of({"name": "Two", "frequency": "daily"}))
    assert caught.value.message.startswith("The file can't be imported: “Two”, How often: ")
