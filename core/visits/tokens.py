"""Signed tokens: what the server wrote and a browser keeps for it; made and read nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeVar

from itsdangerous import BadData, BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from pydantic import BaseModel, Field, Strict, StringConstraints, ValidationError
from pydantic_core import from_json, to_json

from core.errors import SmartTriggerError, Unauthorised
from core.storage.database import leave_to_owner
from core.storage.fields import to_ms

Kind = Literal["passport", "ticket", "impression"]

LIFE: Final[Mapping[Kind, timedelta]] = MappingProxyType(
    {"passport": timedelta(days=400), "ticket": timedelta(hours=24), "impression": timedelta(days=400)}
)
"""How long a token is good for, counted from its last issue."""

KEY_BYTES = 32
COMPRESSED_FROM = 128
"""Bytes of JSON from which on a payload is compressed: what is smaller gains nothing."""
_DICTIONARY: Final = (
    b"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    b"Mobile/15E148 Safari/604.1 (Linux; Android 10; K) (Macintosh; Intel Mac OS X 10_15_7) (X11; Linux x86_64) "
    b"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    b'{"site":"","visitor":"","display":"","campaign":1,"expires":'
    b'{"site":"","visitor":"","view":"","plan":1,"place":["","",""],"seen":{"url":"https://www.","title":"",'
    b'"referrer":"https://","language":"en-US","time_zone":"Europe/","user_agent":'
    b'"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile '
    b'Safari/537.36","landing":"https://","previous":"https://","screen_width":1920,'
    b'"screen_height":1080,"touch":false,"memory":true,"number":1,"pages":1,'
    b'"now":1795370,"first_seen":1795370,"started":1795370},"expires":'
    b'{"site":"","visitor":"","v":1795370,"m":1,"t":[1795370,0,0],"n":[1,1],"u":["https://www.","","https://www."],'
    b'"c":[],"d":null,"k":"","expires":18'
)
"""What most payloads hold, for zlib: halves them, which is half a kilobyte of a page view.

Never change it: a browser's passport that was made with another one can't be read, and its visitor begins anew.
"""
_COMPRESSED = b"~"
_KEY_FILE = re.compile(r"token-([1-9][0-9]{0,8})\.key")
_ADVICE = {
    "passport": "Forget it and boot again.",
    "ticket": "Boot again.",
    "impression": "Leave the event out.",
}

Text = Annotated[str, Strict()]
Name = Annotated[str, Strict(), StringConstraints(pattern=r"^[!-~]{1,64}$")]
"""An id or a key as databases keep it."""
Count = Annotated[int, Strict(), Field(ge=0, lt=1 << 31)]
Whole = Annotated[int, Strict(), Field(gt=-(1 << 53), lt=1 << 53)]
"""What browsers can count to."""

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Keys:
    """The secret keys by id; the newest signs, all of them are believed, so that keys can be rotated."""

    by_id: Mapping[str, bytes]
    newest: str

    @classmethod
    def load(cls, folder: Path) -> Keys:
        """Read the keys in `folder` (`data/secrets`); makes it (0700) and a first key (0600) where there is none.

        To rotate, `smart-trigger keys new` adds one with the next number; delete an old one when its tokens may die.
        """
        _make_folder(folder)
        found = _read(folder)
        if not found:
            cls.add(folder, 1)
            found = _read(folder)
        newest = max(found)
        return cls(MappingProxyType({str(number): key for number, key in found.items()}), str(newest))

    @staticmethod
    def add(folder: Path, number: int | None = None) -> Path:
        """Put a new key beside the others, with the next number, and return its file; of two processes that do it at
        once for one number, the first wins.
        """
        _make_folder(folder)
        number = number or max(_read(folder), default=0) + 1
        draft, file_path = folder / f".token-{secrets.token_hex(8)}", folder / f"token-{number}.key"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            leave_to_owner(draft)
            os.link(draft, file_path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return file_path


@dataclass(frozen=True)
class Tokens:
    """Seals and opens tokens: `KEY_ID.DATA.SIGNATURE`, HMAC-SHA256 by itsdangerous."""

    keys: Keys

    def seal(self, kind: Kind, payload: Mapping[str, Any], now: datetime) -> str:
        """A token of `payload`, plain JSON data that holds `site` and `visitor`."""
        expires = to_ms(now + LIFE[kind]) // 1000
        signed = self._signers[kind, self.keys.newest].sign(_packed({**payload, "expires": expires}))
        return f"{self.keys.newest}.{signed.decode()}"

    def open(
        self, kind: Kind, token: str, *, site: str, now: datetime | None, visitor: str | None = None
    ) -> dict[str, Any]:
        """The payload that was sealed, `expires` left out; without `now` however old it is.

        Raises Unauthorised: `KIND_invalid` (forged, damaged, another kind or version), `KIND_expired`, `KIND_foreign`
        (of another site, or of another visitor than `visitor` where that is given).
        """
        key, _, signed = token.partition(".")
        signer = self._signers.get((kind, key))
        if signer is None or not signed.isascii():
            raise _refused(kind, "invalid", "was not made here")
        try:
            payload = _unpacked(signer.unsign(signed))
        except (BadSignature, zlib.error):
            raise _refused(kind, "invalid", "was not made here") from None
        except (BadData, ValueError):
            raise of_another_version(kind) from None
        if not isinstance(payload, dict) or not isinstance(expires := payload.pop("expires", None), int):
            raise of_another_version(kind)
        if payload.get("site") != site:
            raise _refused(kind, "foreign", "belongs to another site")
        if visitor is not None and payload.get("visitor") != visitor:
            raise _refused(kind, "foreign", "belongs to another visitor")
        if now is not None and expires * 1000 < to_ms(now):
            raise _refused(kind, "expired", "has expired")
        return payload

    @cached_property
    def _signers(self) -> dict[tuple[Kind, str], Signer]:
        """One for each kind and key: each kind has a key of its own, so one can't pass for another."""
        return {
            (kind, key_id): Signer(
                hmac.digest(key, f"smart-trigger/{kind}".encode(), "sha256"),
                key_derivation="none",
                digest_method=hashlib.sha256,
            )
            for kind in LIFE
            for key_id, key in self.keys.by_id.items()
        }


def _packed(payload: Mapping[str, Any]) -> bytes:
    """As text that can stand in JSON; compressed where that pays."""
    data = to_json(payload)
    if len(data) < COMPRESSED_FROM:
        return base64_encode(data)
    # As small as by default, in an eighth of the time.
    squeeze = zlib.compressobj(wbits=12, memLevel=5, zdict=_DICTIONARY)
    return _COMPRESSED + base64_encode(squeeze.compress(data) + squeeze.flush())


def checked(kind: Kind, shape: type[Shape], payload: Mapping[str, Any]) -> Shape:
    """The payload in the shape that this version writes: a signature says who wrote it, not when.

    Raises Unauthorised (`KIND_invalid`).
    """
    try:
        return shape.model_validate(payload)
    except ValidationError:
        raise of_another_version(kind) from None


def of_another_version(kind: Kind) -> Unauthorised:
    """For a token that was signed here and can't be read."""
    return _refused(kind, "invalid", "is of another version")


def _unpacked(text: bytes) -> object:
    """What was packed; only for texts whose signature holds. Raises zlib.error or ValueError."""
    if text.startswith(_COMPRESSED):
        data = zlib.decompressobj(zdict=_DICTIONARY).decompress(base64_decode(text[1:]))
    else:
        data = base64_decode(text)
    return from_json(data)


def _refused(kind: Kind, reason: str, words: str) -> Unauthorised:
    return Unauthorised(f"{kind}_{reason}", f"This {kind} {words}. {_ADVICE[kind]}")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        leave_to_owner(folder)
    except OSError as error:
        raise SmartTriggerError(
            "secrets_folder",
            f"The folder {folder} can't be made private: {error.strerror}. Choose another data folder.",
        ) from error


def _read(folder: Path) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for path in folder.iterdir():
        named = _KEY_FILE.fullmatch(path.name)
        if not named:
            continue
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            key = b""
        if len(key) < KEY_BYTES:
            raise SmartTriggerError(
                "secrets_damaged",
                f"{path} holds no key. Restore it from a backup, or delete it to have a new one made.",
            )
        keys[int(named[1])] = key
    return keys
