"""One request of a webhook: what counts as delivered, what does not and why, and where nothing is ever sent."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from core.errors import InvalidInput
from core.webhooks.addresses import check_url, is_public
from core.webhooks.sending import MAX_ANSWER, Outcome, post
from tests.receiver import Answer, Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def send(receiver: Receiver, url: str = "", **how: Any) -> Outcome:
    given = {"private": True, "seconds": 5.0, **how}
    return post(url or receiver.url, {"Content-Type": "application/json", "webhook-id": "evt_1"}, b'{"a":1}', **given)


def test_what_is_sent_arrives_as_it_is(receiver: Receiver) -> None:
    outcome = send(receiver)
    came = receiver.next()
    assert (came.path, came.body, came.headers["webhook-id"]) == ("/hook?from=chat", b'{"a":1}', "evt_1")
    assert came.headers["content-type"] == "application/json"
    assert came.headers["host"] == receiver.url.split("/")[2]
    assert (outcome.status, outcome.answer, outcome.problem, outcome.delivered) == (200, "ok", "", True)


@pytest.mark.parametrize(
    ("answer", "status", "problem"),
    [
        (Answer(204, b""), 204, ""),
        (Answer(500, b"no"), 500, "refused"),
        (Answer(404), 404, "refused"),
        (Answer(301, headers={"Location": "/elsewhere"}), 301, "redirect"),
        (Answer(410), 410, "gone"),
        (Answer(hangs=True), None, "timeout"),
        (Answer(drips=True), 200, ""),
    ],
)
def test_only_a_timely_2xx_counts(receiver: Receiver, answer: Answer, status: int | None, problem: str) -> None:
    receiver.answers.append(answer)
    outcome = send(receiver, seconds=0.3)
    assert (outcome.status, outcome.delivered) == (status, not problem)
    assert outcome.problem == problem
    receiver.next()
    assert receiver.came.empty(), "redirects are not followed"


def test_of_an_answer_the_beginning_is_kept_as_text(receiver: Receiver) -> None:
    receiver.answers.append(Answer(500, b"\x1b[31m\xff<b>" + b"x" * 5_000_000))
    began = time.monotonic()
    outcome = send(receiver)
    assert outcome.answer.startswith("[31m\N{REPLACEMENT CHARACTER}<b>xxx")
    assert len(outcome.answer) < MAX_ANSWER
    assert time.monotonic() - began < 5


def test_nobody_there_is_told(receiver: Receiver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert send(receiver, closed).problem == "nobody"
    assert send(receiver, "http://nobody.invalid/").problem == "host"
    secure = receiver.url.replace("http:", "https:")
    assert send(receiver, secure).problem == "insecure"


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let every host lead to these addresses, one more each time it is asked about."""
    left = list(answers)

    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        address = host if host in answers else left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_name_that_leads_into_a_private_network_by_now_is_not_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, "93.184.216.34", "127.0.0.1")
    url = receiver.url.replace("127.0.0.1", "rebinding.example")
    assert check_url(url, private=False) == url
    assert send(receiver, url, private=False).problem == "private"
    assert receiver.came.empty()
    assert send(receiver, url, private=True).delivered


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_internet_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::5db8:d822"])
def test_addresses_on_the_internet_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "webhook_url"),
        ("shop.example/hook", "webhook_url"),
        ("ftp://shop.example/hook", "webhook_url"),
        ("file:///etc/passwd", "webhook_url"),
        ("https://", "webhook_url"),
        ("https://shop.example:99999/", "webhook_url"),
        ("https://ada:secret@shop.example/", "webhook_url"),
        ("https:\\\\ada@127.0.0.1/", "webhook_url"),
        (f"https://shop.example/{'x' * 2_000}", "webhook_url"),
        ("http://127.0.0.1:9000/", "webhook_url_private"),
        ("http://localhost/", "webhook_url_private"),
        ("http://[::1]:9000/", "webhook_url_private"),
        ("http://2130706433/", "webhook_url_private"),
        ("http://0x7f.1/", "webhook_url_private"),
        ("http://169.254.169.254/latest/meta-data", "webhook_url_private"),
    ],
)
def test_what_is_no_address_for_a_webhook_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_url(typed, private=False)
    assert (refused.value.code, refused.value.field) == (code, "url")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" HTTPS://Shop.Example:443/Hook?a=1&b=%20#part ", "https://shop.example/Hook?a=1&b=%20"),
        ("https://shop.example", "https://shop.example/"),
        ("http://münchen.example:8080/käse?ß", "http://xn--mnchen-3ya.example:8080/k%C3%A4se?%C3%9F"),
        ("https://shop.example/@ada", "https://shop.example/@ada"),
        ("https://shop.example/a\r\nX-Evil: 1", "https://shop.example/aX-Evil:%201"),
        ("http://[2606:4700::1111]:8080/x", "http://[2606:4700::1111]:8080/x"),
    ],
)
def test_an_address_is_kept_as_it_is_sent_to(typed: str, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "93.184.216.34")
    assert check_url(typed, private=False) == kept
    assert check_url(kept, private=False) == kept


def test_an_operator_can_allow_private_networks() -> None:
    assert check_url("http://localhost:5678/hook", private=True) == "http://localhost:5678/hook"
