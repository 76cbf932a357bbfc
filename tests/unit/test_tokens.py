"""Tokens: only what was made here, for this kind, site and visitor, and in time, is believed."""

from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import Mock

import pytest

from core.errors import SmartTriggerError, Unauthorised
from core.visits.tokens import LIFE, Keys, Kind, Tokens

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAYLOAD = {"site": "shop", "visitor": "v1", "words": "é🙂"}


@pytest.fixture
def secrets_folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "secrets"


@pytest.fixture
def tokens(secrets_folder: Path) -> Tokens:
    return Tokens(Keys.load(secrets_folder))


def refusal(tokens: Tokens, kind: Kind, token: str, **given: Any) -> str:
    with pytest.raises(Unauthorised) as refused:
        tokens.open(kind, token, **{"site": "shop", "now": NOW, **given})
    return refused.value.code


@pytest.mark.parametrize("kind", LIFE)
def test_a_token_opens_to_what_was_sealed_until_it_expires(tokens: Tokens, kind: Kind) -> None:
    token = tokens.seal(kind, PAYLOAD, NOW)
    assert tokens.open(kind, token, site="shop", now=NOW + LIFE[kind], visitor="v1") == PAYLOAD
    assert refusal(tokens, kind, token, now=NOW + LIFE[kind] + timedelta(seconds=1)) == f"{kind}_expired"


def test_what_tokens_usually_hold_takes_little_room(tokens: Tokens) -> None:
    user_agent = (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/161.0.0.0"
    )
    payload = {"site": "s", "visitor": "v", "seen": {"user_agent": user_agent, "language": "en-US", "memory": True}}
    token = tokens.seal("ticket", payload, NOW)
    assert len(token) < len(user_agent) + 43
    assert tokens.open("ticket", token, site="s", now=NOW) == payload


@pytest.mark.parametrize("kind", LIFE)
@pytest.mark.parametrize("other", LIFE)
def test_a_token_of_one_kind_never_passes_for_another(tokens: Tokens, kind: Kind, other: Kind) -> None:
    token = tokens.seal(kind, PAYLOAD, NOW)
    if kind != other:
        assert refusal(tokens, other, token) == f"{other}_invalid"


def test_a_token_of_another_site_or_visitor_is_foreign(tokens: Tokens) -> None:
    token = tokens.seal("ticket", PAYLOAD, NOW)
    assert refusal(tokens, "ticket", token, site="other") == "ticket_foreign"
    assert refusal(tokens, "ticket", token, visitor="v2") == "ticket_foreign"


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: "",
        lambda token: ".",
        lambda token: "x",
        lambda token: token[:-1],
        lambda token: token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:],
        lambda token: token.replace("1.", "2.", 1),
        lambda token: token.partition(".")[2],
        lambda token: "1." + token,
        lambda token: token + "é",
        lambda token: "1.\ud800",
        lambda token: "1.e30.AAAA",
    ],
)
def test_a_forged_or_damaged_token_is_invalid(tokens: Tokens, forge: Any) -> None:
    assert refusal(tokens, "passport", forge(tokens.seal("passport", PAYLOAD, NOW))) == "passport_invalid"


def test_a_token_signed_elsewhere_is_invalid(tokens: Tokens, tmp_path: Path) -> None:
    elsewhere = Tokens(Keys.load(tmp_path / "elsewhere"))
    assert refusal(tokens, "passport", elsewhere.seal("passport", PAYLOAD, NOW)) == "passport_invalid"


def test_keys_are_kept_private_and_outlive_a_restart(secrets_folder: Path, tokens: Tokens) -> None:
    assert stat.S_IMODE(secrets_folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets_folder.iterdir()} == {0o600}
    again = Tokens(Keys.load(secrets_folder))
    assert again.open("passport", tokens.seal("passport", PAYLOAD, NOW), site="shop", now=NOW) == PAYLOAD


def test_the_newest_key_signs_and_old_ones_are_believed_until_they_are_deleted(
    secrets_folder: Path, tokens: Tokens
) -> None:
    old = tokens.seal("passport", PAYLOAD, NOW)
    Keys.add(secrets_folder)
    rotated = Tokens(Keys.load(secrets_folder))
    new = rotated.seal("passport", PAYLOAD, NOW)
    assert new.startswith("2.")
    assert rotated.open("passport", old, site="shop", now=NOW) == PAYLOAD
    assert refusal(tokens, "passport", new) == "passport_invalid"
    (secrets_folder / "token-1.key").unlink()
    assert refusal(Tokens(Keys.load(secrets_folder)), "passport", old) == "passport_invalid"


def test_processes_that_start_at_once_share_one_key(secrets_folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(Keys.load, [secrets_folder] * 8))
    assert len({keys.by_id["1"] for keys in loaded}) == 1
    assert all(path.name.startswith("token-") for path in secrets_folder.iterdir())


def test_no_half_key_stays_where_the_disk_is_full(secrets_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        Keys.load(secrets_folder)
    assert list(secrets_folder.iterdir()) == []


@pytest.mark.parametrize("content", ["", "zz", "00ff"])
def test_a_damaged_key_file_stops_the_start_and_says_which(secrets_folder: Path, content: str) -> None:
    secrets_folder.mkdir(parents=True)
    (secrets_folder / "token-1.key").write_text(content)
    with pytest.raises(SmartTriggerError, match=r"token-1\.key holds no key"):
        Keys.load(secrets_folder)


def test_a_process_that_starts_while_another_makes_the_first_key_takes_that(
    secrets_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[Keys] = []
    add = Keys.add

    def late(folder: Path, *number: int) -> None:
        if not others:
            others.append(Keys(MappingProxyType({}), ""))
            others[0] = Keys.load(folder)
        add(folder, *number)

    monkeypatch.setattr(Keys, "add", late)
    assert Keys.load(secrets_folder) == others[0]
