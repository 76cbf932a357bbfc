"""What the public server does in a second: boots beside a bare Flask on the same server, and claims."""

from __future__ import annotations

import http.client
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import load
from benchmarks.figures import Row, percentile
from benchmarks.subject import NEVER, add_campaign, condition
from demo.site import SHOP_KEY
from tests.product import Product, free_ports, port_is_free, until

ROUNDS = 5
REQUESTS = 2_000
CLAIMS = 300
CAMPAIGNS = 10


def measure(product: Product) -> list[Row]:
    """The rows of this file."""
    for number in range(CAMPAIGNS):
        add_campaign(
            product,
            f"Waiting {number}",
            condition("page_url", "is", [f"/products/{number}*"]),
            condition("time_on_page", "at_least", NEVER),
        )
    until(lambda: call(product, "boot", view(product, "/products/3"))["residuals"], "the campaigns are in force")
    return [*_boot_rate(product), *_claims(product)]


def view(product: Product, path: str, passport: str | None = None) -> dict[str, Any]:
    """A page view as the widget tells it."""
    fields = {
        "site": SHOP_KEY, "memory": True, "url": product.shop + path, "referrer": "", "title": "Shop",
        "language": "en-GB", "time_zone": "Europe/Berlin", "screen": [1440, 900], "touch": False,
    }  # fmt: skip
    return fields | ({"passport": passport} if passport else {})


def call(product: Product, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", product.port)
    connection.request(
        "POST", f"/v1/{name}", json.dumps(fields), {"Origin": product.shop, "Content-Type": "text/plain"}
    )
    answer: dict[str, Any] = json.load(connection.getresponse())
    connection.close()
    return answer


def _boot_rate(product: Product) -> list[Row]:
    passport = call(product, "boot", view(product, "/"))["passport"]
    fields = view(product, "/products/3", passport)
    boots = [load.request(product.port, "/v1/boot", product.shop, fields)] * REQUESTS
    with _bare() as port:
        bare = [load.request(port, "/v1/boot", product.shop, fields)] * REQUESTS
        for warm_up in ((product.port, boots[:200]), (port, bare[:200])):
            load.run(*warm_up)
        rounds = [(load.run(product.port, boots), load.run(port, bare)) for _ in range(ROUNDS)]
    ratios = [theirs.per_second / ours.per_second for ours, theirs in rounds]
    ours, theirs = rounds[ratios.index(percentile(ratios, 50))]
    return [
        Row("boots a second, 10 campaigns", ours.per_second, "/s", f"bare Flask {theirs.per_second:,.0f} /s"),
        Row("… bare Flask is so many times as fast (median of 5)", percentile(ratios, 50), "×", "told only"),
        Row("… boot p95 under that load", percentile(ours.milliseconds, 95), "ms", "told only"),
    ]


def _claims(product: Product) -> list[Row]:
    add_campaign(product, "Claimed", condition("page_url", "is", ["/claims"]), frequency="once")
    until(lambda: call(product, "boot", view(product, "/claims"))["residuals"], "the campaign is in force")
    one_after_another = load.run(product.port, _claim_requests(product), connections=1).milliseconds
    together = load.run(product.port, _claim_requests(product))
    return [
        Row("claim, one after another, p50", percentile(one_after_another, 50), "ms", "told only"),
        Row("… p95", percentile(one_after_another, 95), "ms", "told only"),
        Row(f"claims a second, {load.CONNECTIONS} at once, each committed", together.per_second, "/s", "told only"),
        Row("… p95", percentile(together.milliseconds, 95), "ms", "told only"),
    ]


def _claim_requests(product: Product) -> list[bytes]:
    """As many strangers, each about to claim."""
    requests = []
    for _ in range(CLAIMS):
        boot = call(product, "boot", view(product, "/claims"))
        fields = {
            "site": SHOP_KEY, "passport": boot["passport"], "ticket": boot["ticket"],
            "campaign": boot["residuals"][0]["campaign"], "display": secrets.token_urlsafe(16), "facts": {},
        }  # fmt: skip
        requests.append(load.request(product.port, "/v1/claim", product.shop, fields))
    return requests


@contextmanager
def _bare() -> Iterator[int]:
    port = free_ports()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.bare", str(port)])
    try:
        until(lambda: not port_is_free(port), "bare Flask answers")
        yield port
    finally:
        process.terminate()
        process.wait()
