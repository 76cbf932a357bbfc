"""Puts an operator's location database (.mmdb) where the locator looks for it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

import maxminddb
from maxminddb.reader import Metadata

from core.errors import InvalidInput
from core.settings import Settings
from core.storage.database import leave_to_owner, make_private_folder

COUNTRY_NAMES: Final = ("country", "registered_country", "country_code")
"""Under one of these each maker's databases tell the country."""
LOOKED_AT: Final = 1000
"""Records that are looked at; of those that tell countries, nearly all do."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A location database that is in use from now on."""

    path: Path
    kind: str
    """As the file calls itself, such as "GeoLite2-City"."""
    built: datetime


def install(settings: Settings, source: Path) -> Installed:
    """Check the file and put it in place in one step, so that no lookup ever meets half of it.

    Raises InvalidInput (`geo_file`, `geo_folder`); the database that was in place then stays.
    """
    about = _checked(source)
    draft = settings.geo_file.with_suffix(".new")
    try:
        make_private_folder(settings.data_dir)
        shutil.copyfile(source, draft)
        leave_to_owner(draft)
        draft.replace(settings.geo_file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise InvalidInput(
            "geo_folder",
            f"The database can't be written to {settings.data_dir}: {error.strerror}. The one in place stays.",
        ) from error
    return Installed(settings.geo_file, about.database_type, datetime.fromtimestamp(about.build_epoch, UTC))


def _checked(source: Path) -> Metadata:
    """What the file says of itself, if it tells where addresses are."""
    try:
        with maxminddb.open_database(source, maxminddb.MODE_MEMORY) as reader:
            about = reader.metadata()
            knows_places = any(_tells_a_country(record) for _, record in islice(reader, LOOKED_AT))
    except OSError as error:
        raise InvalidInput("geo_file", f"{source} can't be read: {error.strerror}.", "file") from error
    except Exception as error:  # whatever the reader meets in a file that is something else, or is cut off
        raise InvalidInput(
            "geo_file", f"{source} is no location database in the .mmdb format, or not all of one.", "file"
        ) from error
    if not knows_places:
        raise InvalidInput(
            "geo_file", f"{source} ({about.database_type}) knows no countries. Take a database of cities.", "file"
        )
    return about


def _tells_a_country(record: object) -> bool:
    """Whether it is a record as `plugins/locators/mmdb.py` reads them."""
    return isinstance(record, dict) and any(name in record for name in COUNTRY_NAMES)
