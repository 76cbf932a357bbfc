"""A visitor leaves an address in the shop, and the operator's CRM hears of it from the running product."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from core.messages.forms import new_form
from core.webhooks import WebhookSettings, add_webhook, delete_webhook, secret_of
from tests.api.webhooks.conftest import verify
from tests.browser.house import House, when
from tests.receiver import receiving


def test_a_lead_reaches_the_webhook_that_waits_for_it(house: House) -> None:
    here = [when("page_url", "is", ["/products/enamel-mug"])]
    form = {**new_form(), "consent": "You may write to me", "submit": "Tell me"}
    opener = {"id": "a", "label": "Write to me", "action": "form", "link": ""}
    house.campaign("Tell me when it is back", *here, form=form, buttons=[opener])
    house.in_force()
    with receiving() as receiver, house.running.storage() as storage:
        asked = WebhookSettings(receiver.url, ("lead.created",))
        hook = add_webhook(storage, asked, datetime.now(UTC), private=True)
        visitor = house.stranger().open("/products/enamel-mug")
        visitor.expect_message("Tell me when it is back")
        visitor.fill_in("Write to me", {"E-mail": "jonas@example.de"}, "Tell me")
        came = receiver.next()
        verify(secret_of(storage, hook.id), came, time.time())
        told = json.loads(came.body)
        assert (told["type"], told["data"]["lead"]["email"]) == ("lead.created", "jonas@example.de")
        assert told["data"]["campaign"]["name"] == "Tell me when it is back"
        delete_webhook(storage, hook.id, datetime.now(UTC))
