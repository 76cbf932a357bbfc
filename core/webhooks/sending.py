"""Sends one webhook: one request, to where it may be sent, within so many seconds in all, without redirects."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import httpcore
from httpcore import SOCKET_OPTION, NetworkBackend, NetworkStream

from core.i18n import N_
from core.webhooks.addresses import RefusedAddress, UnknownHost, reachable

SECONDS: Final = 15.0
"""How long an attempt may take, from the first question about the host to the answer's end."""
MAX_ANSWER: Final = 500
"""Bytes of an answer that are kept; the rest is not read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt."""

    status: int | None
    """Of the answer; None: there was none."""
    duration_ms: int
    answer: str = ""
    """How the answer began."""
    problem: str = ""
    """Why it does not count as delivered: a key of PROBLEMS; "" if it does."""

    @property
    def delivered(self) -> bool:
        return not self.problem

    @property
    def gone(self) -> bool:
        """Whether the receiver wants nothing any more."""
        return self.status == 410


PROBLEMS: Final[Mapping[str, str]] = {
    "private": N_("The address leads into a private network, where nothing is sent."),
    "host": N_("The host of the address is not known."),
    "nobody": N_("Nobody answers at this address."),
    "timeout": N_("There was no answer in time."),
    "broken": N_("The connection broke off before there was an answer."),
    "insecure": N_("No secure connection could be made. Does the receiver speak https?"),
    "certificate": N_("The certificate of the receiver can't be trusted."),
    "redirect": N_("The receiver sent us elsewhere. Redirects are not followed: enter the address that it leads to."),
    "gone": N_("The receiver wants no events any more, and has switched the webhook off."),
    "refused": N_("The receiver did not take it."),
}


def post(url: str, headers: Mapping[str, str], body: bytes, *, private: bool, seconds: float = SECONDS) -> Outcome:
    """Send it and tell what became of it; raises nothing that a receiver can bring about."""
    trust = _trust() if url.startswith("https:") else None
    began = time.monotonic()
    status, answer, problem = None, "", ""
    try:
        status, answer = _post(url, headers, body, _Backend(began + seconds, private), trust)
        problem = _problem_of(status)
    except RefusedAddress:
        problem = "private"
    except UnknownHost:
        problem = "host"
    except httpcore.TimeoutException:
        problem = "timeout"
    except httpcore.ConnectError as error:
        problem, answer = _unreached(error)
    except (httpcore.NetworkError, httpcore.ProtocolError):
        problem = "broken"
    return Outcome(status, round((time.monotonic() - began) * 1000), answer, problem)


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed; it takes long to make."""
    return httpcore.default_ssl_context()


def _post(
    url: str, headers: Mapping[str, str], body: bytes, backend: _Backend, trust: ssl.SSLContext | None
) -> tuple[int, str]:
    """Status, and how the answer began."""
    sent = {"Accept-Encoding": "identity", "Connection": "close", **headers}
    with (
        httpcore.ConnectionPool(network_backend=backend, ssl_context=trust) as pool,
        pool.stream("POST", url, headers=list(sent.items()), content=body) as answer,
    ):
        return answer.status, _readable(_start(answer))


def _start(answer: httpcore.Response) -> bytes:
    """How an answer begins; what breaks off is as long as it is, for the status alone decides."""
    start = b""
    try:
        for part in answer.iter_stream():
            start += part
            if len(start) >= MAX_ANSWER:
                break
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        pass
    return start[:MAX_ANSWER]


def _readable(start: bytes) -> str:
    text = start.decode("utf-8", "replace")
    return "".join(each if each.isprintable() or each in "\n\t" else " " for each in text).strip()


def _problem_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirect"
    return "gone" if status == 410 else "refused"


def _unreached(error: httpcore.ConnectError) -> tuple[str, str]:
    """Why nobody could be spoken to, and what the certificates' checker says about it."""
    cause: BaseException | None = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate", cause.verify_message
    return "insecure" if isinstance(cause, ssl.SSLError) else "nobody", ""


class _Backend(NetworkBackend):
    """Connects to addresses that may be sent to, and to nothing else; over at its deadline, however slow an answer."""

    def __init__(self, deadline: float, private: bool) -> None:
        self._deadline = deadline
        self._private = private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        failed: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError(host)
        for address in reachable(host, port, private=self._private):
            try:
                return _Stream(self._inner.connect_tcp(address, port, _left(self._deadline)), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(NetworkStream):
    """A connection whose every step ends with the deadline of all."""

    def __init__(self, inner: NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(deadline: float) -> float:
    """Seconds until the deadline. Raises httpcore's own error once it has passed."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout
    return seconds
