"""What an operator installs without a checkout has everything in it."""

from __future__ import annotations

from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_file_of_the_packages_is_packaged() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    packages = [each.rstrip("*") for each in setup["options.packages.find"]["include"].split()]
    patterns = setup["options.package_data"]["*"].replace(",", " ").split()
    made = {"__pycache__", "guides", "guides.new"}
    files = [
        each for name in packages for each in (ROOT / name).rglob("*") if each.is_file() and not made & {*each.parts}
    ]
    assert len(files) > 200
    left_out = [each for each in files if not any(fnmatch(each.name, pattern) for pattern in ("*.py", *patterns))]
    assert left_out == [], "add their endings to [options.package_data] in setup.cfg"
