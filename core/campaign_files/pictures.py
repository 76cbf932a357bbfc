"""Pictures in files: written as they are kept, and made anew when they come in, so that their hashes are made here."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core import media
from core.campaigns.drafts import Draft
from core.errors import InvalidInput, together
from core.i18n import _
from core.i18n.figures import number
from core.rules.texts import shown
from core.storage import Storage

MAX_PICTURES: Final = 100
_REFERENCE = re.compile(r"media:([0-9a-f]{64})( [1-9][0-9]{0,3}x[1-9][0-9]{0,3})?")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture of a file as it would be kept here."""

    kept: media.KeptPicture
    data: bytes


def hashes(value: object) -> tuple[str, ...]:
    """Hashes of the pictures that a text, or whatever holds texts, refers to; each once."""
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return tuple(dict.fromkeys(match[1] for match in _REFERENCE.finditer(written)))


def written_pictures(storage: Storage, drafts: Iterable[Draft]) -> dict[str, str]:
    """The pictures that drafts refer to, in base64 by hash; those that are not here any more are left out."""
    wanted = {digest for draft in drafts for digest in hashes(draft.as_data())}
    found = {digest: media.picture(storage, digest) for digest in sorted(wanted)}
    return {digest: base64.b64encode(each.data).decode() for digest, each in found.items() if each}


def read_pictures(given: object) -> dict[str, NewPicture]:
    """A file's pictures made anew, by the hashes that the file calls them by. Raises InvalidInput with all faults."""
    if not isinstance(given, dict):
        raise InvalidInput("file_pictures", _("“pictures” is an object: base64 by hash."))
    if len(given) > MAX_PICTURES:
        raise InvalidInput(
            "file_pictures",
            _("A file holds {most} pictures at most, this one {n}.").format(most=MAX_PICTURES, n=number(len(given))),
        )
    return together(**{digest: lambda digest=digest, data=data: _read(digest, data) for digest, data in given.items()})


def with_pictures(value: Any, pictures: Mapping[str, NewPicture]) -> Any:
    """A value that refers to pictures by the hashes of a file, with the hashes and sizes that they have here."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: _reference(match, pictures), value)
    if isinstance(value, list):
        return [with_pictures(each, pictures) for each in value]
    if isinstance(value, dict):
        return {name: with_pictures(each, pictures) for name, each in value.items()}
    return value


def _reference(match: re.Match[str], pictures: Mapping[str, NewPicture]) -> str:
    found = pictures.get(match[1])
    if found is None:
        return match[0]
    size = f" {found.kept.width}x{found.kept.height}" if match[2] else ""
    return f"media:{found.kept.hash}{size}"


def _read(digest: str, written: object) -> NewPicture:
    named = shown(digest[:8])
    if not _HASH.fullmatch(digest):
        raise InvalidInput(
            "file_picture",
            _("The picture {hash}… has no hash as its name (64 letters a to f and digits).").format(hash=named),
        )
    if not isinstance(written, str):
        raise InvalidInput("file_picture", _("The picture {hash}… is no text in base64.").format(hash=named))
    try:
        return NewPicture(*media.encode_message_picture(base64.b64decode(written, validate=True)))
    except (binascii.Error, ValueError):
        raise InvalidInput("file_picture", _("The picture {hash}… is no text in base64.").format(hash=named)) from None
    except InvalidInput as error:
        message = _("The picture {hash}… can't be taken: {problem}")
        raise InvalidInput("file_picture", message.format(hash=named, problem=error.message)) from None
