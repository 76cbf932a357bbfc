"""What a page view costs in a real browser: bytes, requests, and the time until the message is painted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Request

from benchmarks.figures import Row, percentile
from benchmarks.subject import add_campaign, condition
from tests.product import Product

RUNS = 30
TEXT = "Did you find what you came for"
WATCH_FOR_PAINT = """(text) => {
  const shown = (root) => [...root.querySelectorAll('*')].some((element) =>
    (element.shadowRoot && shown(element.shadowRoot))
    || (!element.children.length && element.textContent.includes(text)));
  const look = () => {
    if (!shown(document)) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.paintedAt = performance.now(); };
    requestAnimationFrame(() => port2.postMessage(''));
  };
  requestAnimationFrame(look);
}"""
NOTE_TIMERS = """() => {
  window.timersDue = [];
  const real = window.setTimeout;
  window.setTimeout = (work, pause, ...given) => {
    const due = performance.now() + (pause || 0);
    return real(() => { if (pause > 100) window.timersDue.push(due); work(...given); }, pause);
  };
}"""
"""The observer of the time on the page waits by a timer: the rule becomes true when it is due, not when it fires."""
FROM_TRUE_TO_PAINTED = """(name) => {
  const claimed = performance.getEntriesByName(name)[0].startTime;
  const due = window.timersDue.filter((each) => each <= claimed).at(-1);
  return [window.paintedAt - due, window.paintedAt - claimed];
}"""
SECONDS = 2
"""Later than anything else that waits by a timer."""


@dataclass(frozen=True)
class Cost:
    body_bytes: int
    all_bytes: int
    """Headers included."""
    picture_bytes: int
    """The sender's, among the bodies."""
    requests: int


def measure(product: Product, chromium: Browser) -> list[Row]:
    """The rows of this file. The campaign fires on the cart's page alone."""
    quiet = [_cost(product, chromium, "/pricing", waits_for_message=False) for _ in range(RUNS)]
    add_campaign(product, TEXT, condition("page_url", "is", ["/cart"]), condition("time_on_page", "at_least", SECONDS))
    told = [_cost(product, chromium, "/cart", waits_for_message=True) for _ in range(RUNS)]
    since_true, since_claim = zip(*(_paint_milliseconds(product, chromium) for _ in range(RUNS)), strict=True)
    return [
        _bytes_row("page view with nothing to say, bodies, brotli", [each.body_bytes for each in quiet], 2.5),
        _bytes_row("… headers included", [each.all_bytes for each in quiet], None),
        Row("… requests", max(each.requests for each in quiet), "", "2", allowed=2),
        _bytes_row("page view with a shown message, bodies, brotli", [each.body_bytes for each in told], 10),
        _bytes_row("… of which the sender's picture", [each.picture_bytes for each in told], None),
        _bytes_row("… headers included", [each.all_bytes for each in told], None),
        Row("… requests", max(each.requests for each in told), "", "told only"),
        Row("rule true → painted, p50", percentile(since_true, 50), "ms", "told only"),
        Row("… p95", percentile(since_true, 95), "ms", "200 ms", allowed=200),
        Row("… of which claim sent → painted, p95", percentile(since_claim, 95), "ms", "told only"),
    ]


def _bytes_row(what: str, sizes: Sequence[int], allowed: float | None) -> Row:
    yardstick = f"{allowed:g} kB" if allowed else "told only"
    return Row(what, percentile(sizes, 95) / 1000, "kB", yardstick, allowed=allowed)


@contextmanager
def _stranger(chromium: Browser) -> Iterator[Page]:
    """A browser with nothing in its cache and no memory."""
    context = chromium.new_context()
    try:
        yield context.new_page()
    finally:
        context.close()


def _cost(product: Product, chromium: Browser, path: str, *, waits_for_message: bool) -> Cost:
    with _stranger(chromium) as page:
        finished: list[Request] = []
        page.on("requestfinished", lambda each: finished.append(each) if each.url.startswith(product.public) else None)
        with page.expect_event("requestfinished", lambda each: each.url == f"{product.public}/v1/boot"):
            page.goto(product.shop + path)
        if waits_for_message:
            page.get_by_text(TEXT).wait_for()
            page.wait_for_function(
                "(name) => performance.getEntriesByName(name).length > 0", arg=f"{product.public}/v1/events"
            )
        page.wait_for_load_state("networkidle")
        bodies = sum(each.sizes()["responseBodySize"] for each in finished)
        heads = sum(each.sizes()["responseHeadersSize"] for each in finished)
        pictures = sum(each.sizes()["responseBodySize"] for each in finished if "/media/" in each.url)
        return Cost(bodies, bodies + heads, pictures, len(finished))


def _paint_milliseconds(product: Product, chromium: Browser) -> tuple[float, float]:
    """From the moment when the rule is true, and from the moment when the claim is sent."""
    with _stranger(chromium) as page:
        page.add_init_script(f"({NOTE_TIMERS})()")
        page.goto(f"{product.shop}/cart", wait_until="commit")
        page.evaluate(WATCH_FOR_PAINT, TEXT)
        page.wait_for_function("() => window.paintedAt")
        since_true, since_claim = page.evaluate(FROM_TRUE_TO_PAINTED, f"{product.public}/v1/claim")
        return since_true, since_claim
