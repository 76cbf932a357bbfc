"""`smart-trigger serve` as an operator meets it: it starts, keeps going, and ends."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from core import campaigns, team
from core.campaigns import drafts
from core.campaigns import switching as campaign_switch
from core.plugins import load_plugins
from core.storage import Storage
from core.storage.models import Display
from demo import data
from demo.site import SHOP_KEY
from tests.product import Product, free_ports, port_is_free, until
from tests.unit.test_supervisor import alive

KILLS = 4
REPLIES_BETWEEN = 8


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """A product of the test's own, to be treated badly."""
    made = Product(tmp_path / "data folder")
    yield made
    if not made.ended:
        made.stop()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product that runs, for tests that leave it running."""
    made = Product(tmp_path_factory.mktemp("undisturbed") / "data folder").start()
    yield made
    made.stop()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "cli.main", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def post(product: Product, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=30)
    try:
        connection.request("POST", f"/v1/{name}", json.dumps(fields), {"Origin": product.shop})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        found: dict[str, Any] = json.load(answer)
        return found
    finally:
        connection.close()


def boot(product: Product, path: str = "/") -> dict[str, Any]:
    return post(product, "boot", {"site": SHOP_KEY, "memory": True, "url": product.shop + path})


def ports(product: Product) -> range:
    return range(product.port, product.port + 3)


def test_the_start_says_where_everything_is(undisturbed: Product) -> None:
    for words in (
        undisturbed.admin,
        undisturbed.shop,
        undisturbed.public,
        str(undisturbed.data_dir),
        undisturbed.sign_in_link,
    ):
        assert words in undisturbed.said
    assert undisturbed.data_dir.stat().st_mode & 0o777 == 0o700
    assert [line for line in undisturbed.lines if " | " in line] == []


def test_the_printed_link_signs_in_once(undisturbed: Product) -> None:
    link = undisturbed.sign_in_link
    path = link.removeprefix(undisturbed.admin)
    connection = http.client.HTTPConnection("127.0.0.1", undisturbed.port + 1, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200
    assert b"Set a password" in answer.read()
    made = run("login-link", "--data", str(undisturbed.data_dir), "--port", str(undisturbed.port))
    assert made.returncode == 0
    assert f"{undisturbed.admin}/welcome/" in made.stdout
    connection.request("GET", path)
    assert connection.getresponse().status == 404, "a new link ends the older one"
    connection.close()


def test_a_link_for_somebody_by_address_signs_them_in_while_it_runs(undisturbed: Product) -> None:
    with undisturbed.storage() as storage:
        team.add_agent(storage, email="bo@shop.example", name="Bo Lind", role="agent")
    where = ("--data", str(undisturbed.data_dir))
    made = run("login-link", "Bo@shop.example", *where)
    assert (made.returncode, made.stderr) == (0, "")
    link, told = made.stdout.splitlines()
    assert link.startswith(f"{undisturbed.admin}/welcome/")
    assert told == "Signs in bo@shop.example, once, within 15 minutes."
    with urllib.request.urlopen(link, timeout=30) as page:
        assert b"bo@shop.example" in page.read()
    refused = run("login-link", "nobody@shop.example", *where)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "nobody@shop.example" in refused.stderr


def test_a_new_key_lies_beside_those_that_are_believed(undisturbed: Product) -> None:
    secrets = undisturbed.data_dir / "secrets"
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    made = run("keys", "new", "--data", str(undisturbed.data_dir))
    assert (made.returncode, made.stderr) == (0, "")
    after = {path.name: path.read_text() for path in secrets.iterdir()}
    (new,) = after.keys() - before.keys()
    assert str(secrets / new) in made.stdout
    assert (secrets / new).stat().st_mode & 0o777 == 0o600
    assert before.items() < after.items()


@pytest.mark.parametrize("command", [["login-link"], ["export"], ["keys", "new"], ["public"], ["admin"]])
def test_where_nothing_is_installed_a_command_says_so_and_leaves_nothing(tmp_path: Path, command: list[str]) -> None:
    refused = run(*command, "--data", str(tmp_path / "elsewhere"))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert f"There is no Smart Trigger in {tmp_path / 'elsewhere'}." in refused.stderr
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["login-link"], ["migrate"]])
def test_a_database_that_does_not_answer_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("SMART_TRIGGER_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/nothing")
    given = [str(free_ports()) if each == "0" else each for each in command]
    refused = run(*given, "--data", str(tmp_path / "data"))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "The database can't be used: " in refused.stderr
    assert "Check SMART_TRIGGER_DATABASE_URL" in refused.stderr


def test_a_database_that_is_damaged_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "smart-trigger.db").write_bytes(os.urandom(8_192))
    refused = run("login-link", "--data", str(tmp_path))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "The database can't be used: file is not a database." in refused.stderr


@pytest.mark.parametrize(
    ("command", "name", "instead"), [("serve", "serve.lock", Path.mkdir), ("public", "assets", Path.touch)]
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, command: str, name: str, instead: Callable[[Path], None]
) -> None:
    run("migrate", "--data", str(tmp_path))
    instead(tmp_path / name)
    refused = run(command, "--data", str(tmp_path), "--port", str(free_ports()))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert f"{tmp_path / name}" in refused.stderr
    assert "can't be used: " in refused.stderr


def test_a_full_disk_is_told_also_where_taking_the_transaction_back_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(storage: Storage) -> list[str]:
        with storage.connection():
            storage.main.execute_sql("PRAGMA max_page_count = 2")
            with storage.main.atomic():
                storage.main.execute_sql("CREATE TABLE filling (words TEXT)")
                storage.main.execute_sql("INSERT INTO filling VALUES (?)", ("x" * 100_000,))
        return []

    monkeypatch.setattr(Storage, "migrate", fill)
    monkeypatch.setattr(sys, "argv", ["smart-trigger", "migrate", "--data", str(tmp_path)])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "The database can't be used: database or disk is full. Check " in capsys.readouterr().err


def test_a_second_serve_on_the_same_data_is_refused(undisturbed: Product) -> None:
    refused = run("serve", "--data", str(undisturbed.data_dir), "--port", str(undisturbed.port + 100))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"(process {undisturbed.process.pid}) already serves the data folder" in refused.stderr  # type: ignore[union-attr]
    assert not undisturbed.ended


def test_a_taken_port_is_named_before_any_work_is_done(product: Product) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", product.port + 1))
        holder.listen()
        refused = run("serve", "--data", str(product.data_dir), "--port", str(product.port))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"smart-trigger: Port {product.port + 1} on 127.0.0.1 is in use")
    assert not list(product.data_dir.glob("*.db"))


@pytest.mark.parametrize("name", ["public", "admin", "shop"])
def test_a_part_that_is_killed_comes_back_and_no_connection_is_refused_meanwhile(
    undisturbed: Product, name: str
) -> None:
    killed = undisturbed.children()[name]
    os.kill(killed, signal.SIGKILL)
    port = dict(zip(("public", "admin", "shop"), ports(undisturbed), strict=True))[name]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/" if name == "shop" else "/readyz" if name == "public" else "/sign-in")
    assert connection.getresponse().status == 200
    connection.close()
    assert undisturbed.children()[name] != killed
    assert f"{name} | ended (killed by SIGKILL); starting it again in 0.25 s" in undisturbed.said


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_everything_without_a_word_or_a_loss(product: Product, ending: signal.Signals) -> None:
    product.start()
    children = product.children()
    assert len(children) == 3
    for _ in range(20):
        boot(product)
    assert product.process is not None
    product.process.send_signal(ending)
    assert product.process.wait(30) == 0
    assert not any(map(alive, children.values()))
    assert all(map(port_is_free, ports(product)))
    assert [line for line in product.lines if " | " in line or "Traceback" in line] == []
    with product.storage() as storage, storage.reading_log():
        written = storage.log.execute_sql("SELECT COUNT(*) FROM page_view").fetchone()[0]
    assert written == 20, "page views that waited to be written are there"


@pytest.mark.parametrize(("part", "path"), [("public", "/readyz"), ("admin", "/sign-in"), ("shop", "/")])
def test_ctrl_c_ends_a_part_that_runs_alone_without_a_word(tmp_path: Path, part: str, path: str) -> None:
    run("migrate", "--data", str(tmp_path))
    port = free_ports()
    command = [sys.executable, "-P", "-m", "cli.main", part, "--data", str(tmp_path), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    own = port + ("public", "admin", "shop").index(part)

    def answers() -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{own}{path}", timeout=5) as page:
            return bool(page.status == 200)
        return False

    try:
        until(answers, "it answers")
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, said) == (0, "")


def test_no_part_outlives_a_supervisor_that_is_killed(product: Product) -> None:
    product.start()
    children = product.children()
    assert product.process is not None
    product.process.kill()
    product.process.wait()
    until(lambda: not any(map(alive, children.values())), "all parts have ended by themselves")
    Product(product.data_dir, port=product.port, options=product.options).start().stop()


@pytest.mark.parametrize("moment", ["its parts are being started", "it runs"])
def test_killed_at_any_moment_it_starts_again_at_once(product: Product, moment: str) -> None:
    if moment == "it runs":
        product.start()
    else:
        product.spawn()
    children = until(lambda: len(found := product.children()) == 3 and found, "its parts are there")
    assert product.process is not None
    product.process.kill()
    product.process.wait()
    again = Product(product.data_dir, port=product.port, options=product.options).start()
    until(lambda: not any(map(alive, children.values())), "what was left has ended")
    again.stop()


def test_nothing_acknowledged_is_lost_when_the_public_part_is_killed(product: Product) -> None:
    """Claims and replies go on while the server is killed again and again: what was answered is in the database."""
    product.start()
    with product.storage() as storage:
        parties = data.ensure_team(storage)
        site = data.ensure_site(storage, product.settings)
        ada = int(parties["ada"].removeprefix("agent:"))
        draft = drafts.Draft(name="Hello", sender=ada, recipient=parties["Sales"], text="Hello", frequency="once")
        made = campaigns.create(storage, site_id=site.id, agent_id=ada, draft=draft)
        campaign_switch.publish(storage, load_plugins(), made.id, agent_id=ada)
    until(lambda: boot(product)["residuals"], "the campaign is in force")
    claimed: list[str] = []
    replied: list[str] = []

    def assassin() -> None:
        for _ in range(KILLS):
            enough = len(replied) + REPLIES_BETWEEN
            until(lambda: len(replied) >= enough, "visitors are served again")  # noqa: B023 - waited for right here
            os.kill(product.children()["public"], signal.SIGKILL)

    killer = threading.Thread(target=assassin)
    killer.start()
    while killer.is_alive():
        claim_and_reply(product, made.id, claimed, replied)
    killer.join()
    until(lambda: product.said.count("killed by SIGKILL") == KILLS, "every kill was noticed")
    assert len(replied) >= KILLS * REPLIES_BETWEEN
    with product.storage() as storage:
        kept = {row.id for row in Display.select()}
        texts = [row[0] for row in storage.execute("SELECT blocks FROM message WHERE author = 'visitor'")]
    assert set(claimed) <= kept
    assert [each for each in replied if sum(each in text for text in texts) != 1] == []


def claim_and_reply(product: Product, campaign: int, claimed: list[str], replied: list[str]) -> None:
    """One visitor; what the server has acknowledged is noted. The connection may break at any time."""
    display, reply = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    try:
        booted = boot(product)
        granted = post(product, "claim", {
            "site": SHOP_KEY, "passport": booted["passport"], "ticket": booted["ticket"], "campaign": campaign,
            "display": display, "facts": {},
        })  # fmt: skip
        claimed.append(display)
        post(product, "messages", {
            "site": SHOP_KEY, "passport": granted["passport"], "id": reply, "text": reply,
            "impression": granted["impression"], "url": product.shop, "title": "Shop", "time_zone": "", "language": "",
        })  # fmt: skip
        replied.append(reply)
    except (http.client.HTTPException, OSError):
        pass
