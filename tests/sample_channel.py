"""A plugin of somebody else with one channel, for tests of what a channel needs: nothing but this."""

from __future__ import annotations

from smart_trigger import Channel, hookimpl


class Ticker(Channel):
    """A line that runs along the page."""

    key = "ticker"
    label = "Ticker"
    module = "sample_observer.js"
    lacks = frozenset({"scroll_depth"})


@hookimpl
def register_channels() -> list[Channel]:
    return [Ticker()]
