"""What happens is told to those who want to know: signed, at least once, and again until it has arrived."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest

from core.leads.erasing import erase
from core.leads.listing import Wanted, list_leads
from core.live import Watcher
from core.sites import SiteSettings, add_site
from core.storage.models import WebhookEvent
from core.webhooks import Webhook, rotate_secret, switch, webhook
from core.webhooks.courier import LEASE, WAITS, Courier, take
from core.webhooks.log import delete_old_events, let_go, send_again, send_given_up, send_test
from tests.api.conftest import Browser, Clock, Demo
from tests.api.messages.conftest import say
from tests.api.webhooks.conftest import Office, verify
from tests.receiver import Answer, Receiver, receiving


def kinds(receiver: Receiver) -> list[str]:
    """The events that have come, in order."""
    return [json.loads(receiver.came.get_nowait().body)["type"] for _ in range(receiver.came.qsize())]


def test_a_lead_is_told_with_all_that_it_came_from_and_signed(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    leave(name="Nguyễn An")
    office.deliver(seconds=1)
    came = receiver.next()
    verify(office.secret(hook), came, clock().timestamp())
    for wrong in ("whsec_bm9wZQ==", office.secret(office.hook(receiver.url))):
        with pytest.raises(ValueError):
            verify(wrong, came, clock().timestamp())
    with pytest.raises(ValueError):
        verify(office.secret(hook), came, clock().timestamp() + 301)
    told = json.loads(came.body)
    lead = list_leads(demo.storage, Wanted()).rows[0]
    assert (told["id"], told["type"], told["version"], told["test"]) == (
        came.headers["webhook-id"], "lead.created", 1, False,
    )  # fmt: skip
    assert told["timestamp"].endswith("Z")
    assert told["data"]["lead"] == {
        "id": lead.id, "name": "Nguyễn An", "email": "an@example.vn", "phone": "", "agreed_to": "",
        "country": lead.country,
        "answers": [
            {"label": "Name", "kind": "name", "value": "Nguyễn An"},
            {"label": "E-mail", "kind": "email", "value": "an@example.vn"},
        ],
    }  # fmt: skip
    assert told["data"]["site"] == {"id": demo.site.id, "name": "Shop"}
    assert told["data"]["campaign"] == {"id": lead.campaign_id, "name": "Gifts"}
    assert told["data"]["page"] == {"url": "https://shop.example/pricing", "title": "Pricing"}
    address = f"http://127.0.0.1:8001/inbox?c={lead.conversation}"
    assert told["data"]["conversation"] == {"id": lead.conversation, "url": address}
    assert receiver.came.empty(), "a retry of the visitor's is no second event"
    assert [each.state for each in office.log(hook).deliveries] == ["delivered"]


def test_a_webhook_is_told_what_it_asked_for(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, browser: Browser
) -> None:
    leave()
    office.hook(receiver.url, events=("conversation.started",), site_id=demo.site.id)
    browser.boot()
    say(browser, "Do you ship?", url="https://shop.example/help", title="Help")
    say(browser, "To Vietnam?")
    office.deliver()
    told = json.loads(receiver.next().body)
    assert (told["type"], told["data"]["message"]) == (
        "conversation.started", {"text": "Do you ship?", "from": "visitor"},
    )  # fmt: skip
    assert told["data"]["campaign"] is None
    leave()
    office.deliver()
    assert kinds(receiver) == ["conversation.started"]


def test_who_does_not_want_to_know_is_told_nothing(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    off = office.hook(receiver.url)
    switch(demo.storage, off.id, False, clock())
    office.hook(receiver.url, site_id=add_site(demo.storage, SiteSettings("Other")).id)
    leave()
    office.deliver()
    with demo.storage.connection():
        assert WebhookEvent.select().count() == 0


def statuses(office: Office, hook: Webhook) -> list[list[int | None]]:
    """What each delivery was answered, the first attempt first; the newest delivery first."""
    return [[each.status for each in reversed(delivery.attempts)] for delivery in office.log(hook).deliveries]


def states(office: Office, hook: Webhook) -> list[str]:
    return [each.state for each in office.log(hook).deliveries]


def test_what_failed_is_tried_again_after_a_while(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    receiver.answers.extend([Answer(500, b"down"), Answer(503)])
    leave()
    office.deliver()
    assert (states(office, hook), webhook(demo.storage, hook.id).failing_since) == (["waiting"], clock())
    office.deliver(seconds=4)
    assert statuses(office, hook) == [[500]], "too early"
    office.deliver(seconds=2)
    office.deliver(minutes=6)
    assert (states(office, hook), statuses(office, hook)) == (["delivered"], [[500, 503, 200]])
    assert webhook(demo.storage, hook.id).failing_since is None
    first, second, third = (receiver.next() for _ in range(3))
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == third.headers["webhook-id"]
    assert first.body == third.body


def test_once_a_receiver_answers_again_what_waits_for_it_goes_out(
    demo: Demo, office: Office, receiver: Receiver, leave: Any
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    receiver.answers.extend([Answer(500), Answer(500)])
    leave()
    office.deliver()
    office.deliver(seconds=6)
    leave()
    office.deliver(seconds=6)
    assert (states(office, hook), statuses(office, hook)) == (["delivered"] * 2, [[200], [500, 500, 200]])


def test_after_three_days_it_is_given_up_and_can_be_sent_again(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    receiver.answers.extend([Answer(500)] * (len(WAITS) + 1))
    began = clock()
    leave()
    office.deliver()
    for wait in WAITS:
        office.deliver(seconds=wait.total_seconds() * 1.11)
    assert statuses(office, hook) == [[500] * 10]
    assert timedelta(days=3) < clock() - began < timedelta(days=4)
    office.deliver(days=1)
    found = webhook(demo.storage, hook.id)
    assert (states(office, hook), found.given_up, found.waiting) == (["given_up"], 1, 0)
    send_given_up(demo.storage, hook.id, clock())
    office.deliver()
    assert states(office, hook) == ["delivered"]
    send_again(demo.storage, office.log(hook).deliveries[0].id, clock())
    office.deliver()
    assert statuses(office, hook)[0][-2:] == [200, 200]


def test_what_was_given_up_can_be_let_go(demo: Demo, office: Office, receiver: Receiver, leave: Any) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    receiver.answers.append(Answer(410))
    leave()
    office.deliver()
    let_go(demo.storage, hook.id)
    assert (states(office, hook), webhook(demo.storage, hook.id).given_up) == ([], 0)


def test_a_receiver_that_is_gone_switches_its_webhook_off(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    receiver.answers.append(Answer(410))
    leave()
    office.deliver()
    leave()
    office.deliver(days=1)
    found = webhook(demo.storage, hook.id)
    assert (found.on, found.gone, statuses(office, hook)) == (False, True, [[410]])
    switch(demo.storage, hook.id, True, clock())
    assert (webhook(demo.storage, hook.id).on, webhook(demo.storage, hook.id).gone) == (True, False)


def test_what_waits_is_kept_while_a_webhook_is_off(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    leave()
    switch(demo.storage, hook.id, False, clock())
    office.deliver()
    assert (receiver.came.empty(), webhook(demo.storage, hook.id).waiting) == (True, 1)
    switch(demo.storage, hook.id, True, clock())
    office.deliver()
    assert states(office, hook) == ["delivered"]


def test_a_test_shows_what_an_event_looks_like_and_is_tried_once(
    demo: Demo, office: Office, receiver: Receiver, clock: Clock
) -> None:
    hook = office.hook(receiver.url)
    switch(demo.storage, hook.id, False, clock())
    receiver.answers.append(Answer(500))
    send_test(demo.storage, hook.id, clock())
    office.deliver()
    office.deliver(days=1)
    told = json.loads(receiver.next().body)
    assert (told["type"], told["test"], told["data"]["lead"]["email"]) == ("lead.created", True, "an@example.vn")
    found = webhook(demo.storage, hook.id)
    assert (statuses(office, hook), found.given_up, found.failing_since) == ([[500]], 0, None)


def test_one_that_hangs_holds_up_no_other(office: Office, receiver: Receiver, leave: Any) -> None:
    with receiving() as slow:
        slow.answers.append(Answer(hangs=True))
        hanging = office.hook(slow.url, events=("lead.created",))
        hook = office.hook(receiver.url, events=("lead.created",))
        leave()
        office.courier.look()
        receiver.next()
        slow.next()
        assert states(office, hanging) == ["waiting"]
        leave()
        office.courier.look()
        receiver.next()
        assert slow.came.empty(), "one after another"
    office.courier.wait(10)
    assert states(office, hook) == ["delivered"] * 2


def test_a_delivery_is_taken_once_and_again_when_its_sender_has_died(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    office.hook(receiver.url, events=("lead.created",))
    leave()
    taken = take(demo.storage, (), clock())
    assert taken is not None
    assert take(demo.storage, (), clock()) is None
    clock.pass_(seconds=LEASE.total_seconds())
    again = take(demo.storage, (), clock())
    assert again == taken
    assert take(demo.storage, (taken.webhook_id,), clock.pass_(hours=1)) is None, "its receiver is busy"


def test_a_new_secret_and_the_one_before_both_sign_for_a_day(
    demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock
) -> None:
    hook = office.hook(receiver.url, events=("lead.created",))
    old = office.secret(hook)
    new = rotate_secret(demo.storage, hook.id, clock())
    assert new == office.secret(hook) != old
    leave()
    office.deliver(hours=23)
    came = receiver.next()
    for secret in (old, new):
        verify(secret, came, clock().timestamp())
    leave()
    office.deliver(hours=2)
    came = receiver.next()
    verify(new, came, clock().timestamp())
    with pytest.raises(ValueError):
        verify(old, came, clock().timestamp())


def test_nothing_is_kept_of_who_is_erased(demo: Demo, office: Office, receiver: Receiver, leave: Any) -> None:
    hook = office.hook(receiver.url)
    receiver.answers.append(Answer(500))
    leave(name="Ada")
    office.deliver()
    erase(demo.storage, list_leads(demo.storage, Wanted()).rows[0].id)
    with demo.storage.connection():
        assert (office.log(hook).deliveries, WebhookEvent.select().count()) == ((), 0)


def test_old_events_are_deleted(demo: Demo, office: Office, receiver: Receiver, leave: Any, clock: Clock) -> None:
    hook = office.hook(receiver.url)
    leave()
    office.deliver()
    clock.pass_(days=2)
    leave()
    assert delete_old_events(demo.storage, clock() - timedelta(days=1)) == 2
    assert states(office, hook) == ["waiting"] * 2


def test_a_courier_is_woken_by_what_happens(demo: Demo, receiver: Receiver, office: Office, leave: Any) -> None:
    office.hook(receiver.url, events=("lead.created",))
    watcher, courier = Watcher(demo.storage), Courier(demo.storage, office.settings)
    watcher.start()
    courier.start(watcher)
    began = time.monotonic()
    leave()
    receiver.next()
    took = time.monotonic() - began
    courier.stop()
    watcher.stop()
    assert took < 2, "not by its timer alone"
