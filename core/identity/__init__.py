"""Who a site's own server says that a visitor is: a token that it signs (JWT, RFC 7519, with HMAC-SHA256).

smartTrigger("identify", attributes, token)
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from core.rules.operands import is_number
from core.rules.texts import well_formed
from core.visits.attributes import LeftOut

LEEWAY: Final = timedelta(minutes=1)
"""How far the clocks of two servers may be apart."""
MAX_TOKEN: Final = 4_096
MAX_SUBJECT: Final = 256


@dataclass(frozen=True, slots=True)
class IdentitySecret:
    """What a site's server signs with; `until` is when one that was replaced stops to count."""

    text: str
    until: datetime | None = None


def verify(token: object, secrets: Iterable[IdentitySecret], now: datetime) -> str | LeftOut | None:
    """Whom the token names (`sub`), why it is not believed, or None where none was told."""
    if token is None or token == "":
        return None
    usable = [each.text.encode() for each in secrets if each.until is None or now < each.until]
    if not usable:
        return _refused("identity_off", "This site has no secret to sign with. Make one on its page in the admin.")
    if not isinstance(token, str) or len(token) > MAX_TOKEN or not token.isascii() or token.count(".") != 2:
        return _refused("identity_invalid", "This is no signed token. Make it on your server, as the guide shows.")
    signed, _, signature = token.rpartition(".")
    sealed = _bytes(signature)
    # every secret is tried, so that how long it takes tells nothing
    right = [hmac.compare_digest(hmac.digest(each, signed.encode(), "sha256"), sealed) for each in usable]
    head, claims = (_json(part) for part in signed.split("."))
    if not any(right) or head.get("alg") != "HS256" or "crit" in head:
        return _refused("identity_invalid", "The token is not signed with this site's secret by HS256. Sign it anew.")
    return _named(claims, now)


def person(site_key: str, subject: str) -> str:
    """The name under which a site's visitor is known here: it tells nothing about them."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"{site_key}\n{subject}".encode()).digest())[:32].decode()


def _named(claims: dict[str, Any], now: datetime) -> str | LeftOut:
    ends, begins, subject = claims.get("exp"), claims.get("nbf", 0), claims.get("sub")
    if not is_number(ends) or not is_number(begins):
        return _refused("identity_endless", "The token has no end. Put `exp` into it, in seconds since 1970.")
    if now.timestamp() >= ends + LEEWAY.total_seconds() or now.timestamp() < begins - LEEWAY.total_seconds():
        return _refused("identity_expired", "The token has expired or is not yet good. Make a new one for every page.")
    if not isinstance(subject, str) or not 0 < len(subject.strip()) <= MAX_SUBJECT or not well_formed(subject):
        return _refused("identity_nameless", f"The token names nobody. Put a text of 1 to {MAX_SUBJECT} into `sub`.")
    return subject


def _refused(code: str, message: str) -> LeftOut:
    return LeftOut("identity", code, message)


def _json(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
