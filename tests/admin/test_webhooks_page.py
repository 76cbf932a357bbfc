"""Webhooks in the settings: an owner adds one, sees what became of what was sent, and mends what fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from nicegui.functions.navigate import History
from nicegui.testing import User

from core.settings import Settings
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Webhook, WebhookDelivery, WebhookEvent
from core.webhooks import WebhookSettings, add_webhook, switch
from core.webhooks.events import LEAD_CREATED
from core.webhooks.log import deliveries
from core.webhooks.outbox import write
from tests.admin.campaign_hands import said, toggle
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, fill, press, problem_at, shown, until, words_of
from tests.receiver import Answer, Receiver, receiving

SECRET = "whsec_"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"webhooks_private": True})


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def secret_on(user: User) -> str:
    """The secret that stands on the page, "" if none does."""
    texts = (str(getattr(each, "text", "") or "") for each in shown(user))
    return next((each for each in texts if each.startswith(SECRET)), "")


def states(user: User) -> list[str]:
    """Of what the log lists, from the top."""
    log = next(each for each in shown(user) if each.props.get("aria-label") == "Sent")
    lines = [each for each in log.descendants() if "st-delivery-line" in each.classes]
    return [words_of(line.default_slot.children[0]) for line in lines]


def hook(storage: Storage, url: str) -> int:
    return add_webhook(storage, WebhookSettings(url), datetime.now(UTC), private=True).id


async def test_an_owner_adds_a_webhook_and_tests_it(owner: User, storage: Storage, receiver: Receiver) -> None:
    add_site(storage, SiteSettings(name="Shop"))
    await owner.open("/settings")
    await owner.should_see("No webhook yet")
    await owner.open("/settings/webhooks/new")
    await fill(owner, "Address", "shop.example")
    await fill(owner, "Events", [])
    await press(owner, "Add webhook")
    await until(lambda: "no web address" in problem_at(owner, "Address"))
    assert problem_at(owner, "Events") == "Choose at least one event."
    await fill(owner, "Address", receiver.url)
    await fill(owner, "Events", ["lead.created"])
    await press(owner, "Add webhook")
    await until(lambda: secret_on(owner))
    receiver.answers.append(Answer(503, b"busy now"))
    await press(owner, "Send a test")
    await owner.should_see("The receiver did not take it.")
    await owner.should_see("busy now")
    await press(owner, "Send again")
    await owner.should_see("Delivered")
    assert json.loads(receiver.next().body)["test"] is True
    await owner.open("/settings")
    await owner.should_see("All sites · A visitor leaves a way to be reached")


async def test_a_secret_is_shown_when_asked_for_and_replaced_after_a_question(owner: User, storage: Storage) -> None:
    number = hook(storage, "https://93.184.216.34/")
    await owner.open(f"/settings/webhooks/{number}")
    assert not secret_on(owner)
    await press(owner, "Show secret")
    old = await until(lambda: secret_on(owner))
    await press(owner, "New secret")
    await press(owner, "Make a new one")
    await until(lambda: secret_on(owner) not in ("", old))


async def test_a_webhook_is_switched_off_deleted_and_brought_back(owner: User, storage: Storage) -> None:
    hook(storage, "https://93.184.216.34/hook")
    await owner.open("/settings")
    await toggle(owner, "Send to 93.184.216.34")

    def off() -> bool:
        with storage.connection():
            return Webhook.get().off_at is not None

    await until(off)
    await owner.should_see("Off")
    await choose(owner, "93.184.216.34", "Delete")
    await owner.should_see("No webhook yet")
    await press(owner, "Undo")
    await owner.should_see("https://93.184.216.34/hook")


async def test_what_was_given_up_is_told_on_home_and_sent_again(
    owner: User, storage: Storage, receiver: Receiver
) -> None:
    number = hook(storage, receiver.url)
    with storage.transaction():
        write(storage, LEAD_CREATED, [number], LEAD_CREATED.sample, datetime.now(UTC))
        WebhookEvent.update(is_test=False).execute()
        WebhookDelivery.update(state="given_up").execute()
    await owner.open("/home")
    await owner.should_see("1 event did not reach 127.0.0.1")
    await owner.open(f"/settings/webhooks/{number}")
    await owner.should_see("1 event was tried for three days and given up.")
    await press(owner, "Send all again")
    await until(lambda: receiver.came.qsize(), "the event to arrive")
    await owner.should_not_see("given up")


async def test_what_was_given_up_is_let_go_after_a_question(owner: User, storage: Storage) -> None:
    number = hook(storage, "https://93.184.216.34/hook")
    with storage.transaction():
        write(storage, LEAD_CREATED, [number], LEAD_CREATED.sample, datetime.now(UTC))
        WebhookEvent.update(is_test=False).execute()
        WebhookDelivery.update(state="given_up").execute()
    await owner.open(f"/settings/webhooks/{number}")
    await press(owner, "Let go")
    await press(owner, "Keep them")
    assert deliveries(storage, number).deliveries
    await press(owner, "Let go")
    await owner.should_see("They are deleted, and the receiver never gets them.")
    await press(owner, "Let go")
    await until(lambda: not deliveries(storage, number).deliveries)


async def test_what_was_sent_is_narrowed_to_a_state_which_stands_in_the_address(
    owner: User, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses: list[str] = []
    monkeypatch.setattr(History, "replace", lambda _, address: addresses.append(address))
    number = hook(storage, "https://93.184.216.34/hook")
    page = f"/settings/webhooks/{number}"
    await owner.open(page)
    await owner.should_see("Nothing has been sent yet")
    assert not said(owner, "Given up"), "there is nothing to choose from"
    switch(storage, number, False, datetime.now(UTC))  # so that what waits stays so
    with storage.transaction():
        for _ in range(3):
            write(storage, LEAD_CREATED, [number], LEAD_CREATED.sample, datetime.now(UTC))
        WebhookEvent.update(is_test=False).execute()
        first, second, _third = WebhookDelivery.select().order_by(WebhookDelivery.id)
        WebhookDelivery.update(state="given_up").where(WebhookDelivery.id == first).execute()
        WebhookDelivery.update(state="delivered").where(WebhookDelivery.id == second).execute()
    await owner.open(f"{page}?state=given_up")
    await until(lambda: states(owner) == ["Given up"])
    for pill, found in (("Delivered", ["Delivered"]), ("All", ["Waiting", "Delivered", "Given up"])):
        await press(owner, pill)
        await until(lambda: states(owner) == found)  # noqa: B023 - waited for right here
    await press(owner, "Given up")
    await until(lambda: states(owner) == ["Given up"])
    await press(owner, "Send again")
    await owner.should_see("Nothing is in this state")
    await press(owner, "Show all")
    await until(lambda: len(states(owner)) == 3)
    assert addresses == [f"{page}?state=delivered", page, f"{page}?state=given_up", page]
    await owner.open(f"{page}?state=lost")
    await until(lambda: len(states(owner)) == 3)


async def test_webhooks_are_for_owners(sign_in_as: SignInAs, storage: Storage) -> None:
    number = hook(storage, "https://93.184.216.34/")
    marketer = await sign_in_as("marketer")
    for path in ("/settings", "/settings/webhooks/new", f"/settings/webhooks/{number}"):
        answer = await marketer.http_client.get(path)
        assert (answer.status_code, SECRET in answer.text) == (403, False)
