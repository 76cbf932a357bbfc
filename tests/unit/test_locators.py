"""Where a visitor is: an operator's database, else a trusted proxy's header, else the browser's time zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from cli.main import main
from core.geo import install
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.visits import Location, Whereabouts
from plugins.conditions.location import countries
from plugins.locators.time_zone import NOWHERE, SHARED, countries_by_zone

HANOI = {
    "country": {"iso_code": "VN", "names": {"en": "Vietnam", "vi": "Việt Nam"}},
    "subdivisions": [{"iso_code": "HN", "names": {"en": "Hanoi"}}],
    "city": {"names": {"en": "Hanoi", "vi": "Hà Nội"}},
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_plugins(entry_points=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def mmdb(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    """Makes a location database."""

    def make(networks: dict[str, Any]) -> Path:
        writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Test-City")
        for network, record in networks.items():
            writer.insert_network(IPSet([network]), record)
        path = tmp_path / "given.mmdb"
        writer.to_db_file(str(path))
        return path

    return make


def whereabouts(address: str = "203.0.113.5", time_zone: str = "", **headers: str) -> Whereabouts:
    return Whereabouts(address, {name.replace("_", "-"): value for name, value in headers.items()}, time_zone)


# -- the operator's database ------------------------------------------------------------------------------------------


def test_the_installed_database_knows_country_region_and_city(
    registry: Registry, settings: Settings, mmdb: Callable[[dict[str, Any]], Path]
) -> None:
    installed = install(settings, mmdb({"203.0.113.0/24": HANOI, "2001:db8::/32": HANOI}))
    assert (installed.path, installed.kind) == (settings.geo_file, "Test-City")
    here = Location("VN", "Hanoi", "Hanoi")
    for address in ("203.0.113.5", "2001:db8::1"):
        assert registry.locate(whereabouts(address, "Europe/Paris"), settings) == here
    for address in ("198.51.100.7", "", "unix:"):
        assert registry.locate(whereabouts(address, "Europe/Paris"), settings) == Location("FR")


@pytest.mark.parametrize(
    ("record", "location"),
    [
        ({"country": "DE", "region": "Berlin", "city": "Berlin"}, Location("DE", "Berlin", "Berlin")),
        ({"country_code": "us"}, Location("US")),
        ({"registered_country": {"iso_code": "FR"}}, Location("FR")),
        ({"country": {"iso_code": "FR"}, "subdivisions": [{"iso_code": "IDF"}]}, Location("FR", "IDF")),
        ({"country": {"names": {"en": "Atlantis"}}}, None),
        ({"autonomous_system_number": 1}, None),
    ],
)
def test_databases_of_several_makers_are_read(
    registry: Registry, settings: Settings, mmdb: Callable[[dict[str, Any]], Path], record: Any, location: Any
) -> None:
    install(settings, mmdb({"203.0.113.0/24": record, "198.51.100.0/24": HANOI}))
    assert registry.locate(whereabouts(), settings) == location


def test_a_new_database_counts_at_once(
    registry: Registry, settings: Settings, mmdb: Callable[[dict[str, Any]], Path]
) -> None:
    for country in ("VN", "DE"):
        install(settings, mmdb({"203.0.113.0/24": {"country": {"iso_code": country}}}))
        assert registry.locate(whereabouts(), settings) == Location(country)


NO_DATABASE = "{file} is no location database in the .mmdb format, or not all of one."
Spoil = Callable[[Path], Path]
Refused = Callable[[Path, Path], str]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs the command and returns its last line, by which it refused the file for the data folder."""

    def run(file: Path, folder: Path) -> str:
        monkeypatch.setattr("sys.argv", ["smart-trigger", "geo", "install", str(file), "--data", str(folder)])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code
        last = capsys.readouterr().err.rstrip().splitlines()[-1]
        return re.sub(r"^(smart-trigger: |Error: Invalid value for 'FILE': )", "", last)

    return run


def _cut_off(file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:-40])
    return file


def _without_its_beginning(file: Path) -> Path:
    file.write_bytes(file.read_bytes()[200:])
    return file


def _something_else(file: Path) -> Path:
    file.write_bytes(b"no database")
    return file


def _empty(file: Path) -> Path:
    file.write_bytes(b"")
    return file


def _of_providers(file: Path) -> Path:
    writer = MMDBWriter(ip_version=4, database_type="Test-ASN")
    writer.insert_network(IPSet(["203.0.113.0/24"]), {"autonomous_system_number": 1})
    writer.to_db_file(str(file))
    return file


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_cut_off, NO_DATABASE),
        (_without_its_beginning, NO_DATABASE),
        (_something_else, NO_DATABASE),
        (_empty, NO_DATABASE),
        (_of_providers, "{file} (Test-ASN) knows no countries. Take a database of cities."),
        (lambda _: Path("/proc/self/mem"), "{file} can't be read: Input/output error."),
        (lambda file: file.parent, "File '{file}' is a directory."),
        (lambda file: file.with_name("missing.mmdb"), "File '{file}' does not exist."),
    ],
)
def test_what_is_no_location_database_is_refused_in_a_sentence_and_the_one_in_place_stays(
    refused: Refused,
    registry: Registry,
    settings: Settings,
    mmdb: Callable[[dict[str, Any]], Path],
    spoil: Spoil,
    sentence: str,
) -> None:
    install(settings, mmdb({"203.0.113.0/24": HANOI}))
    file = spoil(mmdb({"203.0.113.0/24": {"country": "DE"}}))
    assert refused(file, settings.data_dir) == sentence.format(file=file)
    assert registry.locate(whereabouts(), settings) == Location("VN", "Hanoi", "Hanoi")
    assert [path.name for path in settings.data_dir.iterdir()] == [settings.geo_file.name]


def test_a_full_disk_is_told_in_a_sentence_and_the_database_in_place_stays(
    refused: Refused, registry: Registry, settings: Settings, mmdb: Callable[[dict[str, Any]], Path]
) -> None:
    install(settings, mmdb({"203.0.113.0/24": HANOI}))
    settings.geo_file.with_suffix(".new").symlink_to("/dev/full")
    said = refused(mmdb({"203.0.113.0/24": {"country": "DE"}}), settings.data_dir)
    reason = "No space left on device. The one in place stays."
    assert said == f"The database can't be written to {settings.data_dir}: {reason}"
    assert registry.locate(whereabouts(), settings) == Location("VN", "Hanoi", "Hanoi")
    assert [path.name for path in settings.data_dir.iterdir()] == [settings.geo_file.name]


def test_a_data_folder_that_can_not_be_made_is_told_in_a_sentence(
    refused: Refused, settings: Settings, mmdb: Callable[[dict[str, Any]], Path]
) -> None:
    settings.data_dir.write_text("a file stands where the folder should be")
    folder = settings.data_dir / "below"
    assert refused(mmdb({"203.0.113.0/24": HANOI}), folder) == (
        f"The data folder {folder} can't be made: Not a directory. Choose another."
    )


# -- the proxy's header -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "header", "location"),
    [
        ({"country_header": "CF-IPCountry", "trusted_proxies": 1}, "VN", Location("VN")),
        ({"country_header": "CF-IPCountry", "trusted_proxies": 1}, " vn ", Location("VN")),
        ({"country_header": "CF-IPCountry", "trusted_proxies": 1}, "XX", Location("FR")),
        ({"country_header": "CF-IPCountry", "trusted_proxies": 1}, "T1", Location("FR")),
        ({"country_header": "CF-IPCountry", "trusted_proxies": 1}, "<script>", Location("FR")),
        ({"country_header": "CF-IPCountry", "trusted_proxies": 1}, "", Location("FR")),
        ({"country_header": "CF-IPCountry"}, "VN", Location("FR")),
        ({"trusted_proxies": 1}, "VN", Location("FR")),
    ],
)
def test_the_country_header_counts_only_when_set_and_behind_trusted_proxies(
    registry: Registry, tmp_path: Path, given: dict[str, Any], header: str, location: Location
) -> None:
    settings = Settings(data_dir=tmp_path, **given)
    assert registry.locate(whereabouts(time_zone="Europe/Paris", cf_ipcountry=header), settings) == location


# -- the time zone ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time_zone", "country"),
    [
        ("Asia/Ho_Chi_Minh", "VN"), ("Asia/Saigon", "VN"), ("Asia/Calcutta", "IN"), ("Asia/Kolkata", "IN"),
        ("Asia/Katmandu", "NP"), ("Asia/Rangoon", "MM"), ("Europe/Kiev", "UA"), ("America/Buenos_Aires", "AR"),
        ("America/Indianapolis", "US"), ("US/Pacific", "US"), ("US/Arizona", "US"), ("Europe/Oslo", "NO"),
        ("Europe/Vaduz", "LI"), ("Africa/Lagos", "NG"), ("Africa/Asmera", "ER"), ("Atlantic/Faeroe", "FO"),
        ("America/Coral_Harbour", "CA"), ("Pacific/Truk", "FM"), ("Asia/Dubai", "AE"), ("Europe/Berlin", "DE"),
        ("Arctic/Longyearbyen", "SJ"), ("America/Puerto_Rico", "PR"), ("Japan", "JP"), ("PRC", "CN"),
    ],
)  # fmt: skip
def test_time_zones_tell_the_country_by_new_and_old_names(
    registry: Registry, settings: Settings, time_zone: str, country: str
) -> None:
    assert registry.locate(whereabouts(time_zone=time_zone), settings) == Location(country)


@pytest.mark.parametrize(
    "time_zone",
    ["", "UTC", "Etc/UTC", "Etc/GMT+7", "GMT", "Atlantic/Reykjavik", "Iceland", "CET", "EET", "WET", "MET", "EST",
     "MST", "HST", "EST5EDT", "GB-Eire", "Factory", "Mars/Olympus", "../../etc/passwd"],
)  # fmt: skip
def test_time_zones_of_no_or_several_countries_tell_nothing(
    registry: Registry, settings: Settings, time_zone: str
) -> None:
    assert registry.locate(whereabouts(time_zone=time_zone), settings) is None


def test_every_time_zone_has_a_country_or_is_known_to_have_none() -> None:
    """A new version of tzdata that links old names across borders is noticed here."""
    zones = set((files("tzdata") / "zones").read_text(encoding="utf-8").split())
    none = {name for name in zones if name not in countries_by_zone()}
    offsets = {name for name in none if name.startswith("Etc/") or name.partition("/")[0] in _NO_PLACES}
    assert none - offsets == NOWHERE | {"GB-Eire", "Iceland"}
    assert SHARED.keys() <= zones
    assert set(countries_by_zone().values()) <= {code for code, _ in countries()}


_NO_PLACES = {
    "UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Universal", "Zulu", "Factory",
    "CST6CDT", "EST5EDT", "MST7MDT", "PST8PDT",
}  # fmt: skip


def test_countries_have_names_that_people_know() -> None:
    names = dict(countries())
    assert len(names) > 240
    assert (names["VN"], names["US"], names["CI"]) == ("Vietnam", "United States", "Côte d’Ivoire")
    assert [name for _, name in countries()] == sorted(names.values())
