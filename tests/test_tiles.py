"""Tiles of large pictures: cut in the background, kept, served, tried again, and gone with their input."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from annotations_app import tasks, tile_jobs, tiles
from annotations_app.errors import Invalid
from annotations_app.models import Input
from annotations_app.models import input as inputs
from annotations_app.models.adding import InputDraft, add_inputs
from annotations_app.models.removing import delete_inputs
from tests.pictures import decoded, encoded, picture

SIZE = (2600, 1800)


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch):
    """Take pictures of more than two megapixels for large ones, so that tests need none of a hundred."""
    monkeypatch.setattr(inputs, "LARGE", 2_000_000)


def added(team, size=SIZE, **options):
    [row] = add_inputs(team.member(team.owner), [InputDraft(content=picture(size=size, **options))])
    return row


def processed(row):
    tasks.process_input(row.pk)
    row.refresh_from_db()
    return row


def stored(row):
    return sorted(name for name in default_storage.listdir(row.original.rpartition("/")[0])[1] if "tile-" in name)


@pytest.mark.parametrize(
    ("size", "scales"),
    [((12_000, 8_000), [1, 2]), ((6_500, 4_000), [1, 2]), ((5_100, 5_000), [1]), ((65_000, 1_500), [1, 2, 4])],
)
def test_tiles_go_down_to_the_display_picture(size, scales):
    assert tiles.scales(*size) == scales


def test_a_large_picture_is_cut_after_upload_and_a_small_one_is_not(team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        large, small = processed(added(team)), processed(added(team, size=(640, 480)))
    large.refresh_from_db()

    assert (large.tiles, large.tiles_due, len(stored(large))) == (6, None, 6)
    assert (small.tiles, small.tiles_due, stored(small)) == (0, None, [])
    corner = decoded(default_storage.open(tiles.name(large.original, 1, 2, 1)).read())
    assert corner.size == (2600 - 2048, 1800 - 1024)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP", "GIF"])
def test_tiles_show_the_picture_at_every_size(kind):
    noise = Image.effect_noise((2200, 1100), 40).convert("RGB")
    options = {"quality": 95} if kind == "JPEG" else {"lossless": True, "method": 0} if kind == "WEBP" else {}
    cut = tiles.cut(encoded(noise, kind, **options), 10**8)

    places = list(tiles.places(2200, 1100))
    assert len(cut.tiles) == len(places) == 6
    wanted = noise.crop((1024, 1024, 2048, 1100)).convert("L").resize((8, 8), Image.Resampling.BOX)
    found = decoded(cut.tiles[places.index((1, 1, 1))]).convert("L").resize((8, 8), Image.Resampling.BOX)
    assert max(abs(a - b) for a, b in zip(wanted.tobytes(), found.tobytes(), strict=True)) <= 6


def test_half_as_large_tiles_show_twice_as_much():
    cut = tiles.cut(picture(size=(7000, 1000)), 10**8)

    places = list(tiles.places(7000, 1000))
    half = decoded(cut.tiles[places.index((2, 3, 0))])
    assert (len(places), half.size) == (11, (3500 - 3072, 500))
    assert half.convert("L").getpixel((400, 100)) > 180


def test_tiles_of_a_turned_picture_are_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    cut = tiles.cut(picture(size=(3000, 1000), exif=exif), 10**8)

    assert len(cut.tiles) == len(list(tiles.places(1000, 3000))) == 3
    first, last = decoded(cut.tiles[0]).convert("L"), decoded(cut.tiles[-1]).convert("L")
    assert (first.size, last.size) == ((1000, 1024), (1000, 3000 - 2048))
    assert first.getpixel((500, 100)) < 40
    assert last.getpixel((500, 900)) > 180


def test_a_damaged_picture_has_no_tiles():
    noise = encoded(Image.effect_noise((3000, 2000), 90), "JPEG")

    with pytest.raises(Invalid):
        tiles.cut(noise[: len(noise) // 2], 10**8)


def test_a_job_twice_late_or_lost_ends_as_once(team):
    row = processed(added(team))
    assert row.tiles_due is not None
    Input.objects.filter(pk=row.pk).update(tiles_due=timezone.now() + timedelta(minutes=1))
    tile_jobs.look_for_overdue_tiles()
    assert stored(row) == []

    Input.objects.filter(pk=row.pk).update(tiles_due=timezone.now() - timedelta(minutes=1))
    tile_jobs.look_for_overdue_tiles()
    tile_jobs.cut_tiles(row.pk)

    row.refresh_from_db()
    assert (row.tiles, row.tiles_due, row.tiles_attempts, len(stored(row))) == (6, None, 1, 6)


def test_a_picture_that_kills_its_decoder_is_tried_three_times_and_stays_as_it_is(team, monkeypatch):
    row = processed(added(team))
    monkeypatch.setattr(tiles, "cut", lambda *_: os.abort())

    tile_jobs.cut_tiles(row.pk)

    row.refresh_from_db()
    assert (row.tiles, row.tiles_due, row.tiles_attempts, row.is_ready) == (0, None, 3, True)


def test_a_missing_original_ends_the_job(team):
    row = processed(added(team))
    default_storage.delete(row.original)

    tile_jobs.cut_tiles(row.pk)

    row.refresh_from_db()
    assert (row.tiles, row.tiles_due) == (0, None)


def test_tiles_go_with_their_input_also_when_it_goes_meanwhile(team, monkeypatch, django_capture_on_commit_callbacks):
    first, second = processed(added(team)), processed(added(team))
    tile_jobs.cut_tiles(first.pk)
    member = team.member(team.owner)
    with django_capture_on_commit_callbacks(execute=True):
        delete_inputs(member, [first.public_id])
    assert stored_or_none(first) == []

    monkeypatch.setattr(tile_jobs, "_store", lambda row, store=tile_jobs._store: (store(row), gone(member, row))[0])
    with django_capture_on_commit_callbacks(execute=True):
        tile_jobs.cut_tiles(second.pk)
    assert stored_or_none(second) == []


def gone(member, row):
    delete_inputs(member, [row.public_id])


def stored_or_none(row):
    try:
        return stored(row)
    except FileNotFoundError:
        return []


def address(row, *place):
    return reverse("inputs-tile", args=[row.app.owner, row.app.public_id, row.public_id, *place])


def test_who_works_in_the_app_sees_tiles_and_strangers_find_nothing(team, stranger, browser, client):
    row = processed(added(team))
    assert browser(team.viewer).get(address(row, 1, 0, 0)).status_code == 404
    tile_jobs.cut_tiles(row.pk)

    answer = browser(team.viewer).get(f"{address(row, 1, 2, 1)}?v=1")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert decoded(answer.getvalue()).size == (552, 776)
    again = browser(team.viewer).get(address(row, 1, 2, 1), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    for place in ((1, 3, 0), (1, 0, 2), (2, 0, 0), (0, 0, 0)):
        assert browser(team.viewer).get(address(row, *place)).status_code == 404
    assert browser(stranger).get(address(row, 1, 0, 0)).status_code == 404
    assert client.get(address(row, 1, 0, 0)).status_code == 302
