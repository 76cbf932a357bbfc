"""How words are looked for in columns of text: `column LIKE %s ESCAPE '!'`."""

from __future__ import annotations


def containing(word: str) -> str:
    """The pattern of LIKE for a text that has these characters anywhere, whatever they are.

    PostgreSQL keeps no NUL and takes none.
    """
    word = word.replace("\0", "")
    for special in "!%_":
        word = word.replace(special, "!" + special)
    return f"%{word}%"
