"""Shows messages along the top or the foot of the page."""

from smart_trigger import Channel, hookimpl


class TopBanner(Channel):
    """A message along the top of the page, which goes on under it."""

    key = "banner_top"
    label = "Banner at the top"
    explanation = "Along the top of the page, which goes on under it"
    icon = "vertical_align_top"
    module = "banner.js"


class FootBanner(Channel):
    """A message along the foot of the page, which goes on above it."""

    key = "banner_foot"
    label = "Banner at the foot"
    explanation = "Along the foot of the page, which goes on above it"
    icon = "vertical_align_bottom"
    module = "banner.js"


@hookimpl
def register_channels() -> list[Channel]:
    return [TopBanner(), FootBanner()]
