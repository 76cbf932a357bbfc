"""Pictures travel in the file, and are made anew where they come in."""

from __future__ import annotations

import base64
import hashlib
import io

import pytest
from PIL import Image

from core import media
from core.campaign_files import pictures
from core.campaign_files.exporting import export
from core.errors import Conflict
from core.storage.models import Media
from tests.api.campaign_files.conftest import Shops, file_of


def drawn(width: int = 64, height: int = 48, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    image = Image.new("RGB", (width, height), "#ffffff")
    image.paste("#b3261e", (0, 0, width // 2, height))
    image.save(written, kind)
    return written.getvalue()


def much_too_large() -> bytes:
    """48 megapixels, two colours."""
    written = io.BytesIO()
    Image.new("1", (8_000, 6_000)).save(written, "PNG")
    return written.getvalue()


def text_with(kept: media.KeptPicture) -> str:
    return f"Look:\n\n![A red half](media:{kept.hash} {kept.width}x{kept.height})"


def forget(shops: Shops) -> None:
    """Be an installation that has never seen a picture."""
    with shops.world.storage.transaction():
        Media.delete().execute()


def kept(shops: Shops) -> set[str]:
    with shops.world.storage.connection():
        return {row.hash for row in Media.select()}


def test_a_picture_comes_in_elsewhere_and_is_the_same_the_second_time(shops: Shops) -> None:
    shown = media.keep_message_picture(shops.world.storage, drawn())
    file = shops.file(shops.world.create(text=text_with(shown)).id)
    forget(shops)
    done = shops.take(file)
    (draft,) = shops.drafts()
    (digest,) = pictures.hashes(draft.text)
    found = media.picture(shops.world.storage, digest)
    assert found is not None
    assert hashlib.sha256(found.data).hexdigest() == digest
    assert f"media:{digest} 64x48)" in draft.text
    assert len(done.plan.pictures) == 1
    assert shops.plan(file).counts == {"unchanged": 1}


def test_a_picture_that_is_here_already_stays_the_one_it_is(shops: Shops) -> None:
    shown = media.keep_message_picture(shops.world.storage, drawn())
    text = text_with(shown)
    plan = shops.plan(shops.file(shops.world.create(text=text).id))
    assert (plan.pictures, plan.campaigns[0].after.text) == ((), text)


def test_a_large_picture_gets_the_size_that_pictures_have_here(shops: Shops) -> None:
    name = "0" * 64
    data = base64.b64encode(drawn(1600, 800, "JPEG")).decode()
    shops.take(file_of({"text": f"![Wide](media:{name} 1600x800)"}, pictures={name: data}))
    (draft,) = shops.drafts()
    assert name not in draft.text
    assert " 640x320)" in draft.text


def test_pictures_that_nothing_refers_to_stay_outside(shops: Shops) -> None:
    shops.take(file_of({"text": "Hi"}, pictures={"0" * 64: base64.b64encode(drawn()).decode()}))
    assert kept(shops) == set()


def test_a_picture_that_was_lost_here_is_left_out_of_the_file(shops: Shops) -> None:
    made = shops.world.create(text=f"![Gone](media:{'a' * 64} 64x48)")
    assert "pictures" not in export(shops.world.storage, shops.world.registry, [made.id])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "“pictures” is an object"),
        ({"0" * 64: 3}, "no text in base64"),
        ({"0" * 64: "?"}, "no text in base64"),
        ({"0" * 64: "é"}, "no text in base64"),
        ({"0" * 64: ""}, "no picture we can read"),
        ({"0" * 64: base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()}, "no picture we can read"),
        ({"0" * 64: base64.b64encode(drawn()[:60]).decode()}, "no picture we can read"),
        ({"0" * 64: base64.b64encode(much_too_large()).decode()}, "40 megapixels"),
        ({"0" * 64: base64.b64encode(drawn() + b"<script>alert(1)</script>").decode()}, "something else as well"),
        ({"../../etc": base64.b64encode(drawn()).decode()}, "no hash as its name"),
        ({f"{number:064x}": "" for number in range(101)}, "100 pictures at most"),
    ],
)
def test_a_bad_picture_is_told_and_nothing_comes_in(shops: Shops, given: object, sentence: str) -> None:
    said = shops.refused(file_of({"text": "Hi"}, pictures=given))
    assert sentence in said[0]
    assert kept(shops) == set()


def test_more_pictures_than_a_file_takes_are_not_exported(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shops.world.create(text=text_with(media.keep_message_picture(shops.world.storage, drawn())))
    monkeypatch.setattr("core.campaign_files.exporting.MAX_PICTURES", 0)
    with pytest.raises(Conflict) as caught:
        export(shops.world.storage, shops.world.registry, [made.id])
    assert caught.value.code == "export_large"
