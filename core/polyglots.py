"""Files that are a picture and something else as well.

What phones put behind their photos (a film, a second picture) and what editors write of a picture (XMP) is none of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

_PROGRAM: Final = rb"(?:\x1f\x8b\x08|\x7fELF|MZ\x90|#!/)"
"""What begins an archive or a program in so few bytes that it counts only directly behind a picture's end."""
_BEHIND: Final = re.compile(_PROGRAM)
_ELSE: Final = re.compile(
    rb"(?i:<(?:script|html|svg|iframe|body)[\s/>][ -~\s]{8}|<!doctype html|<\?php\b)"
    rb"|^GIF8[79]a(?:/\*|=[ -~])"  # as JavaScript: a name, and a comment or a value
    rb"|%PDF-\d\.\d|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"
    rb"|(?:IEND\xaeB`\x82|\xff\xd9|\x00;)" + _PROGRAM  # behind the end of a PNG, a JPEG, a GIF
)
"""Long enough that noise never is any of it: the likeliest is met once in 10^16 bytes."""


def is_something_else(picture: bytes) -> bool:
    """Whether a browser, a server or an unpacker would take this file for a page, a program, a document, an archive."""
    if picture.startswith(b"RIFF") and _BEHIND.match(picture, 8 + int.from_bytes(picture[4:8], "little")):
        return True
    return _ELSE.search(picture) is not None or zipfile.is_zipfile(io.BytesIO(picture))
