"""What a site's own server signs, made without any code of the product."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

HEAD = {"alg": "HS256", "typ": "JWT"}


def token(secret: str, claims: Any, head: Any = None) -> str:
    """A JSON Web Token; `head` where it is to say something else."""

    def part(data: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()

    signed = f"{part(HEAD if head is None else head)}.{part(claims)}"
    seal = hmac.digest(secret.encode(), signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"
