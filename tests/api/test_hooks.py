"""Plugins are told what has happened once it is committed, behind the answer; whatever they do, nobody else notices."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from core import campaigns
from core.announcing import Announcer
from core.campaigns.drafts import Draft
from core.campaigns.switching import Standing, publish, put_back, switch_off, switch_on
from core.goals import GoalSettings, add_goal
from core.happenings import HAPPENINGS, Happening, MessageShown
from core.inbox.answers import answer, assign
from core.jobs import JOBS, run
from core.messages.forms import new_form
from core.plugin_faults import MAX_ERROR, Faults, faults, forget
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.storage import Storage
from core.storage.happenings import Happenings
from core.web.assets import Assets
from core.web.parts import Parts, assemble
from smart_trigger import hookimpl
from tests.api.conftest import SHOP, Browser, Clock, Demo
from tests.unit.test_plugins import plugin

EVENT = "e" * 22


class Recorder(ModuleType):
    """A plugin that writes down what it hears."""

    def __init__(self) -> None:
        super().__init__("recorder", "Writes down what it hears.")
        self.heard: list[Happening] = []
        for each in HAPPENINGS:
            setattr(self, each.hook, hookimpl(lambda event: self.heard.append(event)))

    def take(self) -> list[Happening]:
        told, self.heard = self.heard, []
        return told


def raises(event: Any) -> None:
    raise RuntimeError("not my day")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def loaded(recorder: Recorder) -> Registry:
    """One that raises stands on either side of one that records."""
    bad = [plugin(**{each.hook: raises for each in HAPPENINGS}) for _ in range(2)]
    return load_plugins(extra=[bad[0], recorder, bad[1]], entry_points=False)


@pytest.fixture
def parts(settings: Settings, storage: Storage, loaded: Registry, assets: Assets, clock: Clock) -> Parts:
    """The parts, with plugins that are called at once."""
    made = assemble(settings, storage, loaded, assets, clock=clock)
    made.plans.refresh()
    storage.happenings.subscribe(loaded.announce)
    return made


def told(happening: Happening, *names: str) -> dict[str, Any]:
    return {"hook": happening.hook, **{name: getattr(happening, name) for name in names}}


def test_showing_reading_replying_leaving_and_reaching_are_told_once(
    browser: Browser, demo: Demo, recorder: Recorder, clock: Clock
) -> None:
    goal = add_goal(demo.storage, demo.site.id, GoalSettings("Order", "event", ("order",)))
    campaign = demo.campaign(goal=goal.id, form=new_form())
    browser.boot(f"{SHOP}/gifts")
    granted = browser.claim(campaign)
    assert recorder.take() == [], "a claim is no display"
    for event in ("shown", "shown", "opened"):
        browser.post("events", events=[{"impression": granted["impression"], "event": event, "id": EVENT}])
        clock.pass_(seconds=1)
    (shown,) = recorder.take()
    assert told(shown, "site", "campaign", "revision", "page", "country", "device", "language") == {
        "hook": "message_shown", "site": "shop", "campaign": campaign, "revision": 1, "page": f"{SHOP}/gifts",
        "country": "FR", "device": "desktop", "language": "en",
    }  # fmt: skip
    said = browser.post("messages", id="m" * 22, text="Do you ship?", impression=granted["impression"])
    again = browser.post("messages", id="m" * 22, text="Do you ship?", impression=granted["impression"])
    assert again["message"] == said["message"]
    read, replied = recorder.take()
    assert isinstance(shown, MessageShown)
    assert told(read, "display") == {"hook": "message_read", "display": shown.display}
    assert told(replied, "conversation", "text", "display") == {
        "hook": "visitor_replied", "conversation": said["conversation"]["key"], "text": "Do you ship?",
        "display": shown.display,
    }  # fmt: skip
    clock.pass_(seconds=1)
    form = {"values": {each["id"]: "ada@shop.example" for each in new_form()["fields"]}, "consent": True}
    browser.post("messages", id="f" * 22, text="", impression=granted["impression"], form=form)
    (lead,) = recorder.take()
    assert told(lead, "campaign", "conversation")["hook"] == "lead_left"
    assert ("ada@shop.example" in {value for _, value in getattr(lead, "answers")}) is True  # noqa: B009  # of this kind only
    browser.post("events", events=[{"event": "custom", "name": "order", "id": "o" * 22, "age": 0}])
    browser.post("events", events=[{"event": "custom", "name": "order", "id": "p" * 22, "age": 0}])
    (reached,) = recorder.take()
    assert told(reached, "goal", "campaign", "display") == {
        "hook": "goal_reached", "goal": goal.id, "campaign": campaign, "display": shown.display,
    }  # fmt: skip


def test_a_goal_reached_before_its_message_was_known_to_be_shown_is_told_then(
    browser: Browser, demo: Demo, recorder: Recorder, clock: Clock
) -> None:
    goal = add_goal(demo.storage, demo.site.id, GoalSettings("Order", "event", ("order",)))
    campaign = demo.campaign(goal=goal.id)
    browser.boot()
    granted = browser.claim(campaign)
    clock.pass_(seconds=1)
    browser.post("events", events=[{"event": "custom", "name": "order", "id": "o" * 22, "age": 0}])
    assert recorder.take() == []
    browser.post("events", events=[{"impression": granted["impression"], "event": "shown", "id": EVENT}])
    assert [each.hook for each in recorder.take()] == ["message_shown", "goal_reached"]


def test_switching_on_is_told_and_what_is_rolled_back_is_not(
    demo: Demo, recorder: Recorder, loaded: Registry, storage: Storage
) -> None:
    draft = Draft(name="Welcome", sender=demo.ada, recipient=f"agent:{demo.ada}", text="Hi")
    campaign = campaigns.create(storage, site_id=demo.site.id, agent_id=demo.ada, draft=draft).id
    assert recorder.take() == []
    publish(storage, loaded, campaign, agent_id=demo.ada)
    (on,) = recorder.take()
    assert told(on, "site", "campaign", "name", "revision", "by") == {
        "hook": "campaign_activated", "site": "shop", "campaign": campaign, "name": "Welcome", "revision": 1,
        "by": demo.ada,
    }  # fmt: skip
    off = switch_off(storage, campaign, agent_id=demo.ada)
    assert recorder.take() == []
    put_back(storage, off, Standing("active", None, None), agent_id=demo.ada)
    switch_off(storage, campaign, agent_id=demo.ada)
    switch_on(storage, loaded, campaign, agent_id=demo.ada)
    assert [each.hook for each in recorder.take()] == ["campaign_activated"] * 2

    def outer(*, keep: bool) -> None:
        with storage.transaction():
            switch_off(storage, campaign, agent_id=None)
            try:
                with storage.transaction():
                    switch_on(storage, loaded, campaign, agent_id=None)
                    raise LookupError("the inner half is taken back")
            except LookupError:
                pass
            if keep:
                switch_on(storage, loaded, campaign, agent_id=None)
                assert recorder.heard == [], "nothing is told before it is committed"
            else:
                raise LookupError("all of it is taken back")

    with pytest.raises(LookupError):
        outer(keep=False)
    assert recorder.take() == []
    outer(keep=True)
    assert len(recorder.take()) == 1


def test_who_has_a_conversation_is_told(browser: Browser, demo: Demo, recorder: Recorder, clock: Clock) -> None:
    bo = demo.agent()
    browser.boot()
    key = browser.post("messages", id="m" * 22, text="Hello")["conversation"]["key"]
    recorder.take()
    answer(demo.storage, key, demo.ada, "a" * 22, "Hi", clock.now)
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock.now)
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock.now)
    assert [told(each, "conversation", "agent", "group", "by") for each in recorder.take()] == [
        {"hook": "conversation_assigned", "conversation": key, "agent": who, "group": None, "by": demo.ada}
        for who in (demo.ada, bo)
    ]


def test_a_plugin_that_raises_is_counted_logged_once_and_kept(
    browser: Browser, demo: Demo, loaded: Registry, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    browser.boot()
    for number in range(3):
        assert browser.post("messages", id=str(number) * 22, text="Hello")["message"]
    assert len(recorder.take()) == 3, "the others hear it all the same"
    assert sorted(loaded.faults.counts.values()) == [3, 3]
    logged = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert len(logged) == 2, "each plugin once a minute"
    loaded.faults.write(demo.storage)
    loaded.faults.write(demo.storage)
    kept = faults(demo.storage)
    assert [(each.what, each.count, each.error) for each in kept] == [
        ("visitor_replied", 3, "RuntimeError: not my day")
    ] * 2
    other_process = Faults()
    other_process.note(kept[0].plugin, "visitor_replied", ValueError("x" * 2_000 + "\0"))
    other_process.write(demo.storage)
    newest = next(each for each in faults(demo.storage) if each.plugin == kept[0].plugin)
    assert newest.count == 4
    assert newest.error.startswith("ValueError: xxx")
    assert len(newest.error) == MAX_ERROR, "what a visitor told can stand in it"
    forget(demo.storage, kept[0].plugin)
    assert [each.plugin for each in faults(demo.storage)] == [kept[1].plugin]


def test_old_faults_go_with_old_page_views(storage: Storage, settings: Settings) -> None:
    mine = Faults()
    mine.note("rain", "visits", ValueError("one"))
    mine.write(storage)
    retention = next(each for each in JOBS if each.name == "retention")
    (kept,) = faults(storage)
    run(storage, settings, retention, kept.last_at + timedelta(days=settings.retain_page_views_days - 1))
    assert faults(storage) == (kept,)
    run(storage, settings, retention, kept.last_at + timedelta(days=settings.retain_page_views_days + 1))
    assert faults(storage) == ()


def test_who_stops_listening_meanwhile_breaks_no_transaction() -> None:
    heard: list[Happening] = []
    looks = iter([heard.append, heard.append])

    class EndedMeanwhile(Happenings):
        """It is looked up when something is noted and when it is told; by then another thread may have ended it."""

        _listener = property(lambda self: next(looks, None), lambda self, value: None)

    happenings = EndedMeanwhile()
    with happenings.until_committed(outermost=True):
        happenings.note(HAPPENINGS[0].__new__(HAPPENINGS[0]))
    assert len(heard) == 1


def test_faults_that_cant_be_written_are_written_later(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Faults()
    mine.note("rain", "visits", ValueError("one"))

    def away(self: Storage) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Storage, "transaction", away)
        with pytest.raises(OSError, match="full"):
            mine.write(storage)
    mine.note("rain", "visits", ValueError("two"))
    mine.write(storage)
    (kept,) = faults(storage)
    assert (kept.count, kept.error) == (2, "ValueError: two")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_answer_does_not_wait_for_a_plugin(
    settings: Settings, storage: Storage, assets: Assets, clock: Clock, browser: Browser, demo: Demo
) -> None:
    goes_on, heard = threading.Event(), threading.Event()

    def visitor_replied(event: Any) -> None:
        goes_on.wait(20)
        heard.set()

    announcer = Announcer(
        storage, load_plugins((), extra=[plugin(visitor_replied=visitor_replied)], entry_points=False)
    )
    announcer.start()
    browser.boot()
    assert browser.post("messages", id="m" * 22, text="Hello")["message"]
    assert not heard.is_set()
    goes_on.set()
    announcer.stop()
    assert heard.is_set(), "what has happened is still told at the end"


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_where_nobody_listens_nothing_is_kept_for_them(storage: Storage) -> None:
    announcer = Announcer(storage, load_plugins(entry_points=False))
    announcer.start()
    with storage.transaction():
        storage.tell(HAPPENINGS[0].__new__(HAPPENINGS[0]))
        assert storage.happenings._waiting == []
    announcer.stop()
