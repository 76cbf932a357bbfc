"""`script/run` as it is typed in a checkout: the ports first, nothing installed twice, and everything served."""

from __future__ import annotations

import http.client
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from demo.site import SHOP_KEY
from tests.operations.test_plugin_tutorial import COMMANDS, FILES
from tests.product import Product, free_ports, until

ROOT = Path(__file__).parents[2]
NOT_SHARED = {".git", ".venv", "data", "script"}
DOCS = '#!/bin/sh\npwd >"$0.ran"; echo "$SMART_TRIGGER_PLUGINS_DIR" >>"$0.ran"\n'
"""Stands for what builds the guides: it notes that it was called, and for which plugins."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The program as it is unpacked, nothing made or installed yet, so that no test touches the one it runs from."""
    root = tmp_path / "checkout"
    (root / "script").mkdir(parents=True)
    for each in ROOT.iterdir():
        if each.name not in NOT_SHARED and each.suffix != ".egg-info":
            (root / each.name).symlink_to(each)
    for name in ("run", "common.sh"):
        shutil.copy(ROOT / "script" / name, root / "script")
    docs = root / "script" / "docs"
    docs.write_text(DOCS, encoding="utf-8")
    docs.chmod(0o755)
    return root


@pytest.fixture
def installed(checkout: Path) -> Path:
    """The same with the libraries, by the stamp that says so."""
    (checkout / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (checkout / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    sums = subprocess.run(
        "cat setup.cfg pyproject.toml | cksum", shell=True, cwd=checkout, capture_output=True, text=True, check=True
    )
    (checkout / ".venv" / ".installed").write_text(f"{checkout} {sums.stdout.strip()}", encoding="utf-8")
    return checkout


TWICE = """
source script/common.sh
make_venv() { mkdir -p .venv/bin; echo made >>made; read -r _ <going; }
install() { ln -sf /bin/sh .venv/bin/python; }
setup ""
"""
"""Sets up with next to nothing, and waits meanwhile for a word."""


def test_two_that_set_a_checkout_up_at_once_do_it_once(checkout: Path) -> None:
    os.mkfifo(checkout / "going")
    both = [
        subprocess.Popen(["bash", "-euo", "pipefail", "-c", TWICE], cwd=checkout, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    try:
        until((checkout / "made").exists, "one has begun")
        with pytest.raises(subprocess.TimeoutExpired):
            both[1].wait(0.3)
        (checkout / "going").write_text("on\n")
        assert [each.wait(10) for each in both] == [0, 0]
    finally:
        for each in both:
            each.kill()
            each.wait()
    assert (checkout / "made").read_text() == "made\n"


def run(checkout: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "script" / "run", *words], env=os.environ | environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_help_tells_the_options_and_starts_nothing(installed: Path) -> None:
    told = run(installed, "--help")
    assert (told.returncode, told.stderr) == (0, "")
    assert "--plugins-dir" in told.stdout
    assert not (installed / "script" / "docs.ran").exists()


@pytest.mark.parametrize(("way", "taken"), [("--port {}", 0), ("--port={}", 1), ("", 2)])
def test_a_taken_port_is_named_before_anything_is_installed(checkout: Path, way: str, taken: int) -> None:
    port = free_ports()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", port + taken))
        holder.listen()
        refused = run(checkout, *way.format(port).split(), SMART_TRIGGER_PORT="" if way else str(port))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"smart-trigger: Port {port + taken} on 127.0.0.1 is in use")
    assert not (checkout / ".venv").exists()
    assert not (checkout / "data").exists()


def test_the_tutorials_command_serves_its_plugins_and_has_them_in_the_guides(installed: Path) -> None:
    (command,) = (each for each in COMMANDS if each.startswith("script/run"))
    for name, text in FILES.items():
        (installed / name).parent.mkdir(exist_ok=True)
        (installed / name).write_text(text, encoding="utf-8")
    product = Product(
        installed.parent / "data", options=("--no-demo",), command=tuple(shlex.split(command)), folder=installed
    )
    try:
        product.start()
        for address in (product.admin, product.shop, product.public, product.sign_in_link):
            assert address in product.said
        assert b"tell(++copied)" in observer(product, "copied")
    finally:
        ended = product.stop()
    assert ended == 0
    assert not (installed / "data").exists()
    noted = installed / "script" / "docs.ran"
    until(lambda: noted.exists() and noted.read_text(encoding="utf-8").count("\n") == 2, "the guides are built")
    assert noted.read_text(encoding="utf-8").splitlines()[1] == str(installed / "my-plugins")


def observer(product: Product, name: str) -> bytes:
    """The browser's module of a condition, as the public server has it."""
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=30)
    fields = {"site": SHOP_KEY, "memory": True, "url": product.shop}
    connection.request("POST", "/v1/boot", json.dumps(fields), {"Origin": product.shop})
    base = json.load(connection.getresponse())["assets"]
    connection.request("GET", f"{base}observers/{name}.js")
    found = connection.getresponse().read()
    connection.close()
    return found
