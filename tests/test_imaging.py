"""What is accepted as a picture, what is refused and why, and what is made of it."""

import pytest
from PIL import Image

from annotations_app.confined import Died, run_confined
from annotations_app.errors import Code, Invalid
from annotations_app.imaging import Derived, check_header, derive
from tests.pictures import decoded, encoded, picture, png_claiming, webp_claiming

MOST = 100_000_000
JPEG, PNG = picture(), picture("PNG")

REFUSED = {
    "nothing": (b"", 30104),
    "one byte": (b"\xff", 30104),
    "signature of a JPEG": (b"\xff\xd8\xff", 30104),
    "signature of a PNG": (b"\x89PNG\r\n\x1a\n", 30104),
    "header of a PNG": (PNG[:20], 30104),
    "header of a GIF": (b"GIF89a\1", 30104),
    "header of a WebP": (b"RIFF\x10\0\0\0WEBPVP8X", 30104),
    "PNG without sides": (png_claiming(0, 0), 30104),
    "text": (b"hello", 30104),
    "HTML": (b"<!doctype html><script>alert(1)</script>", 30104),
    "HTML before a JPEG": (b"<html>" + JPEG, 30104),
    "signature, then HTML": (b"\x89PNG\r\n\x1a\n<html></html>", 30104),
    "PDF": (b"%PDF-1.7\n", 30104),
    "ZIP": (b"PK\3\4" + b"\0" * 30, 30104),
    "ELF": (b"\x7fELF" + b"\0" * 60, 30104),
    "pickle": (b"\x80\4\x95\0\0\0\0", 30104),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 30101),
    "SVG behind a declaration": (b"<?xml version='1.0'?><svg/>", 30101),
    "TIFF": (picture("TIFF"), 30101),
    "PPM": (picture("PPM"), 30101),
    "ICO": (picture("ICO"), 30101),
    "PSD": (b"8BPS\0\1" + b"\0" * 40, 30101),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n", 30101),
    "HEIC": (b"\0\0\0\x18ftypheic" + b"\0" * 16, 30101),
    "DDS": (picture("DDS"), 30101),
    "a film as a picture": (b"\0\0\0\x18ftypisom" + b"\0" * 16, 30104),
    "PNG of 900 megapixels": (png_claiming(30_000, 30_000), 30105),
    "PNG of two thousand million": (png_claiming(2**31 - 1, 2**31 - 1), 30105),
    "PNG of one long line": (png_claiming(2**31 - 1, 1), 30105),
    "WebP of 268 megapixels": (webp_claiming(16_383, 16_383), 30105),
    "GIF of 65535 x 65535": (b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\1\0\0;", 30105),
    "BMP with negative width": (b"BM" + b"\0" * 12 + b"(\0\0\0\xff\xff\xff\xff\1\0\0\0\1\0\x18\0" + b"\0" * 24, 30105),
}


@pytest.mark.parametrize("name", REFUSED)
def test_header_is_refused_with_its_reason(name):
    content, code = REFUSED[name]

    with pytest.raises(Invalid) as refusal:
        check_header(content, "image", MOST)

    assert refusal.value.code == code
    assert refusal.value.message.startswith("data.image: ")


def test_jpeg_of_65500_lines_is_refused_before_decoding():
    start = JPEG.index(b"\xff\xc0")
    bomb = JPEG[: start + 5] + b"\xff\xdc\xff\xdc" + JPEG[start + 9 :]

    with pytest.raises(Invalid) as refusal:
        check_header(bomb, "image", MOST)

    assert refusal.value.code == Code.INPUT_OVER_LIMIT


def test_too_many_frames_are_refused():
    frames = [Image.new("L", (2, 2), shade % 256) for shade in range(1001)]
    film = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])

    with pytest.raises(Invalid) as refusal:
        check_header(film, "image", MOST)

    assert refusal.value.code == Code.INPUT_OVER_LIMIT


@pytest.mark.parametrize(
    ("medium", "content", "media_type"),
    [
        ("text", "grüße".encode(), "text/plain"),
        ("video", b"\0\0\0\x18ftypisom" + b"\0" * 16, "video/mp4"),
        ("video", b"\x1aE\xdf\xa3" + b"\0" * 8 + b"webm", "video/webm"),
        ("audio", b"ID3\4", "audio/mpeg"),
        ("audio", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        ("audio", b"OggS\0", "audio/ogg"),
    ],
)
def test_other_media_are_known_by_their_first_bytes(medium, content, media_type):
    assert check_header(content, medium, MOST).media_type == media_type


def test_unknown_film_is_a_kind_not_accepted():
    with pytest.raises(Invalid) as refusal:
        check_header(b"FLV\1\5", "video", MOST)

    assert refusal.value.code == Code.INPUT_UNSUPPORTED_FORMAT


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_cut_picture_is_broken(kind):
    noise = Image.effect_noise((400, 300), 90)
    whole = encoded(noise, kind, **({"lossless": True} if kind == "WEBP" else {}))

    with pytest.raises(Invalid) as refusal:
        derive(whole[: len(whole) // 2], MOST)

    assert refusal.value.code == Code.INPUT_INVALID_ARGUMENT


ACCEPTED = {
    "grey JPEG": picture(mode="L"),
    "CMYK JPEG": picture(mode="CMYK"),
    "progressive JPEG": picture(progressive=True),
    "MPO": picture("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
    "16-bit PNG": encoded(Image.new("I;16", (64, 48), 40_000), "PNG"),
    "1-bit PNG": picture("PNG", mode="1"),
    "RGBA PNG": picture("PNG", mode="RGBA"),
    "LA PNG": picture("PNG", mode="LA"),
    "palette PNG": picture("PNG", mode="P"),
    "palette PNG with transparency": picture("PNG", mode="P", transparency=0),
    "large palette PNG with transparency": picture("PNG", (3600, 2400), mode="P", transparency=0),
    "large 1-bit PNG": picture("PNG", (3600, 2400), mode="1"),
    "large 16-bit PNG": encoded(Image.new("I;16", (3600, 2400), 40_000), "PNG"),
    "large LA PNG": picture("PNG", (3600, 2400), mode="LA"),
    "animated GIF": picture("GIF", save_all=True, append_images=[Image.new("L", (64, 48))]),
    "animated PNG": picture("PNG", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
    "animated WebP": picture("WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
    "BMP": picture("BMP"),
    "one pixel": picture("PNG", (1, 1)),
    "bytes behind the end": JPEG + b"PK\3\4<html>",
    "garbage EXIF": picture(exif=b"Exif\0\0garbage" * 20),
    "bad colour profile": picture(icc_profile=b"nonsense" * 30),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_picture_is_accepted_and_shown(name):
    content = ACCEPTED[name]

    header, made = check_header(content, "image", MOST), derive(content, MOST)

    assert (made.width, made.height) == (header.width, header.height)
    for shown in (decoded(made.display), decoded(made.thumbnail)):
        assert shown.mode in ("L", "RGB")
        assert max(shown.size) <= 3200


def test_sixteen_bits_keep_their_upper_half():
    made = derive(encoded(Image.new("I;16", (20, 20), 128 * 256), "PNG"), MOST)

    assert abs(decoded(made.display).convert("L").getpixel((5, 5)) - 128) <= 2


def test_transparent_parts_lie_on_neutral_ground():
    made = derive(encoded(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"), MOST)

    assert decoded(made.display).convert("RGB").getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize(("orientation", "bright_corner"), [(1, "right"), (3, "left"), (6, "bottom"), (8, "top")])
def test_picture_is_shown_upright(orientation, bright_corner):
    exif = Image.Exif()
    exif[0x0112] = orientation

    made = derive(picture(size=(640, 480), exif=exif), MOST)

    shown = decoded(made.display).convert("L")
    turned = orientation in (6, 8)
    assert (made.width, made.height) == ((480, 640) if turned else (640, 480))
    assert shown.size == (made.width, made.height)
    middle = (made.width // 2, made.height // 2)
    places = {
        "right": (made.width - 5, middle[1]),
        "left": (5, middle[1]),
        "bottom": (middle[0], made.height - 5),
        "top": (middle[0], 5),
    }
    assert shown.getpixel(places[bright_corner]) > 150


def test_derivatives_carry_no_position_and_no_comment():
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    exif.get_ifd(0x8825)[1] = "N"

    made = derive(picture(exif=exif, comment=b"a secret place"), MOST)

    for file in (made.display, made.thumbnail):
        assert not decoded(file).getexif()
        assert b"secret" not in file


@pytest.mark.parametrize(
    ("size", "shown"),
    [((4000, 3000), (2000, 1500)), ((4001, 3001), (2001, 1501)), ((640, 480), (640, 480)), ((6400, 100), (1600, 25))],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_display_picture_has_the_smallest_scale_of_at_least_1600(kind, size, shown):
    made = derive(picture(kind, size), MOST)

    assert decoded(made.display).size == shown
    assert max(decoded(made.thumbnail).size) == 320
    assert (made.width, made.height) == size


def test_drawing_stays_sharp_and_photo_stays_small():
    drawing = derive(picture("PNG", (400, 300)), MOST)
    photo = derive(encoded(Image.effect_noise((400, 300), 90), "PNG"), MOST)

    assert drawing.display_is_png
    assert not photo.display_is_png


@pytest.mark.parametrize("poison", ["abort", "memory", "time"])
def test_poison_kills_only_the_child(poison):
    import os
    import time

    deeds = {"abort": os.abort, "memory": lambda: bytearray(2 * 10**9), "time": lambda: time.sleep(30)}

    with pytest.raises(Died):
        run_confined(deeds[poison], Derived, memory=2**28, cpu_seconds=5, seconds=1)


def test_confined_refusal_comes_back():
    with pytest.raises(Invalid) as refusal:
        run_confined(lambda: derive(JPEG[:300], MOST), Derived, memory=2**29, cpu_seconds=5, seconds=10)

    assert refusal.value.code == Code.INPUT_INVALID_ARGUMENT
