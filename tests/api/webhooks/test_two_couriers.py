"""Several processes deliver: what one of them is sending, no other sends."""

from __future__ import annotations

from typing import Any

from core.webhooks.courier import note, take
from core.webhooks.sending import Outcome
from tests.api.conftest import Clock, Demo
from tests.api.webhooks.conftest import Office


def test_what_one_is_sending_again_is_left_to_it_when_the_receiver_answers_another(
    demo: Demo, office: Office, leave: Any, clock: Clock
) -> None:
    office.hook("http://127.0.0.1:9/", events=("lead.created",))
    leave()
    leave()
    both = [take(demo.storage, (), clock()) for _ in range(2)]
    for failed in both:
        assert failed is not None
        note(demo.storage, failed, Outcome(500, 1, problem="status"), clock())
    clock.pass_(seconds=10)
    first, second = take(demo.storage, (), clock()), take(demo.storage, (), clock())
    assert first is not None
    assert second is not None
    note(demo.storage, first, Outcome(200, 1), clock())
    assert take(demo.storage, (), clock()) is None
