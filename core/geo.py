"""Puts an operator's location database (.mmdb) where the locator looks for it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import maxminddb

from core.errors import InvalidInput
from core.settings import Settings
from core.storage.database import make_private_folder


@dataclass(frozen=True, slots=True)
class Installed:
    """A location database that is in use from now on."""

    path: Path
    kind: str
    """As the file calls itself, such as "GeoLite2-City"."""
    built: datetime


def install(settings: Settings, source: Path) -> Installed:
    """Check the file and put it in place in one step, so that no lookup ever meets half of it.

    Raises InvalidInput (`geo_file`); the database that was in place then stays.
    """
    try:
        with maxminddb.open_database(source, maxminddb.MODE_FILE) as reader:
            about = reader.metadata()
            next(iter(reader), None)
    except (maxminddb.InvalidDatabaseError, OSError, ValueError) as error:
        raise InvalidInput(
            "geo_file", f"{source} is no location database in the .mmdb format: {error}", "file"
        ) from error
    make_private_folder(settings.data_dir)
    draft = settings.geo_file.with_suffix(".new")
    shutil.copyfile(source, draft)
    draft.replace(settings.geo_file)
    return Installed(settings.geo_file, about.database_type, datetime.fromtimestamp(about.build_epoch, UTC))
