"""What kind of device a visitor holds, by what its browser says of itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Device = Literal["desktop", "phone", "tablet"]

_TABLET = re.compile(r"ipad|tablet|playbook|silk(?!.*mobile)|kindle|android(?!.*mobile)", re.IGNORECASE)
_PHONE = re.compile(r"mobi|iphone|ipod|windows phone|blackberry|opera mini", re.IGNORECASE)
_MAC = re.compile(r"\bMacintosh\b")


@lru_cache(maxsize=4096)
def device_of(user_agent: str, touch: bool) -> Device:
    """The kind of device. An iPad calls itself a Mac; unlike one it has a touch screen."""
    if _TABLET.search(user_agent) or (touch and _MAC.search(user_agent)):
        return "tablet"
    return "phone" if _PHONE.search(user_agent) else "desktop"
