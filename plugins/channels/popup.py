"""Shows messages in the middle of the page, before everything else on it."""

from smart_trigger import Channel, hookimpl


class Popup(Channel):
    """A message in the middle of the page that waits until it is answered or closed."""

    key = "popup"
    label = "Pop-up"
    explanation = "In the middle of the page, before everything else"
    icon = "web_asset"
    module = "popup.js"


@hookimpl
def register_channels() -> list[Channel]:
    return [Popup()]
