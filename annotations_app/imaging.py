"""Pictures: what a file is by its first bytes, whether it is acceptable by its header, and its upright derivatives.

Knows no table and no request. `check_header` runs in the request thread and decodes nothing; `derive` decodes, and is
meant to run where a poison picture can do no harm (`confined.py`).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from PIL import BmpImagePlugin, GifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from annotations_app.errors import Code, Invalid
from annotations_app.structs import ready_for_threads

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
MAX_FRAMES = 1000
MAX_SIDE = 65_500
MAX_PROFILE = 65_000
DISPLAY_SIDE = 1600
THUMBNAIL_SIDE = 320
STRIP = 128
QUALITY = 82
GROUND = (128, 128, 128)  # under transparent parts: black and white lines both stay visible

#: Named here so that they are loaded before a child process decodes, and no other ever is.
PLUGINS = (BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = {_TURNS[orientation] for orientation in (5, 6, 7, 8)}
_PROFILE_OF = {"L": b"GRAY", "RGB": b"RGB "}
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    ((b"GIF87a", b"GIF89a"), "image/gif"),
    (b"BM", "image/bmp"),
    (b"OggS", "audio/ogg"),
    ((b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"), "audio/mpeg"),
)
_MATROSKA = b"\x1aE\xdf\xa3"
_FOREIGN_PICTURES = (
    b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"8BPS", b"\0\0\1\0", b"\0\0\2\0", b"icns", b"%!PS", b"P1", b"P2", b"P3",
    b"P4", b"P5", b"P6", b"P7", b"\x0a\5\1", b"\1\xda", b"DDS ", b"#define", b"SIMPLE  =", b"\xd7\xcd\xc6\x9a",
    b"Image type", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\xc5\xd0\xd3\xc6", b"qoif",
)  # fmt: skip
_FOREIGN_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")

warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class Header(msgspec.Struct):
    """What the first bytes of an acceptable file say; sides are those before it is set upright."""

    media_type: str
    width: int | None = None
    height: int | None = None


@ready_for_threads
class Derived(msgspec.Struct):
    """The derivatives of a picture, with the sides and colours of the upright whole."""

    width: int
    height: int
    color_mode: str
    display: bytes
    display_is_png: bool
    thumbnail: bytes


def sniff(head: bytes) -> str:
    """Tell the media type of an acceptable file from its first bytes; empty for anything else."""
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "" if head[8:12] in _FOREIGN_BRANDS else "video/mp4"
    if head.startswith(_MATROSKA):
        return "video/webm" if b"webm" in head[:64] else ""
    return next((media_type for beginning, media_type in _BEGINNINGS if head.startswith(beginning)), "")


def check_header(content: bytes, medium: str, max_pixels: int) -> Header:
    """Tell what a file is, or raise Invalid (30101, 30104, 30105) for what its header shows; decodes nothing."""
    if not content:
        raise _broken("the file is empty")
    if medium == "text":
        return _check_text(content)
    media_type = sniff(content[:64])
    if not media_type:
        raise _not_accepted(content, medium)
    if not media_type.startswith(f"{medium}/"):
        raise _broken(f"this is no {medium} but {media_type}")
    if medium != "image":
        return Header(media_type)
    if media_type == "image/webp":
        # Pillow makes room for a whole WebP as soon as it opens one.
        _check_sides(_webp_sides(content), max_pixels)
    with _opened(content, max_pixels) as picture:
        return Header(media_type, *picture.size)


def derive(content: bytes, max_pixels: int) -> Derived:
    """Decode a whole picture and make the display picture and the thumbnail: upright, without EXIF."""
    with _opened(content, max_pixels) as picture:
        (width, height), color_mode, turn = picture.size, picture.mode, _turn(picture)
        try:
            shown, profile, is_lossless = _decoded(picture)
        except MemoryError:
            raise Invalid("data.image: the picture takes too much memory", Code.INPUT_OVER_LIMIT) from None
        except Exception as error:
            raise _broken("the picture is cut off or damaged") from error
    if turn is not None:
        shown = shown.transpose(turn)
    if turn in _SIDEWAYS:
        width, height = height, width
    display = jpeg(shown, profile)
    png = _png(shown, profile) if is_lossless else b""
    shown.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    is_png = 0 < len(png) < len(display)
    return Derived(width, height, color_mode, png if is_png else display, is_png, jpeg(shown, profile))


def upright(content: bytes, max_pixels: int) -> tuple[Image.Image, bytes | None]:
    """Decode a whole picture at its own size: the plain picture as it is seen, and its colour profile."""
    with _opened(content, max_pixels) as picture:
        turn = _turn(picture)
        try:
            picture.load()
            whole = _plain(picture)
        except MemoryError:
            raise
        except Exception as error:
            raise _broken("the picture is cut off or damaged") from error
        profile = _profile(picture, whole)
    return whole if turn is None else whole.transpose(turn), profile


def _decoded(picture: ImageFile.ImageFile) -> tuple[Image.Image, bytes | None, bool]:
    """Decode at the smallest fitting scale: the plain picture, its colour profile, and whether to keep it lossless."""
    scale = scale_for_display(picture.size)
    is_jpeg = isinstance(picture, JpegImagePlugin.JpegImageFile)
    if is_jpeg:
        # Both sides, each rounded down: asked for a square or for one pixel more, the decoder keeps the full scale.
        picture.draft(None, (max(1, picture.width // scale), max(1, picture.height // scale)))
    picture.load()
    shown = _plain(picture) if is_jpeg or scale == 1 else _reduced(picture, scale)
    return shown, _profile(picture, shown), picture.format in ("PNG", "GIF", "BMP") and scale == 1


def _profile(picture: Image.Image, shown: Image.Image) -> bytes | None:
    """Return the colour profile, if it is one of colours as they are shown."""
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or profile[16:20] != _PROFILE_OF[shown.mode] or len(profile) > MAX_PROFILE:
        return None
    return profile


def _reduced(picture: Image.Image, scale: int) -> Image.Image:
    """Return the plain picture at a part of its size; made in strips, so that there is no second large one."""
    width, height = picture.size
    step = STRIP * scale
    strips = [
        _plain(picture.crop((0, top, width, min(top + step, height)))).reduce(scale) for top in range(0, height, step)
    ]
    whole = Image.new(strips[0].mode, (strips[0].width, -(-height // scale)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * STRIP))
    return whole


def scale_for_display(size: tuple[int, int]) -> int:
    """Return the largest of 8, 4, 2 and 1 that leaves the long side at least as long as a display picture's."""
    return next(scale for scale in (8, 4, 2, 1) if scale == 1 or -(-max(size) // scale) >= DISPLAY_SIDE)


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture in grey or RGB, on neutral ground where it is transparent, with nothing else kept."""
    if picture.mode.startswith("I"):  # 16 bit: its upper half
        plain = picture.point(lambda value: value * (1 / 256)).convert("L")
    elif picture.has_transparency_data:
        picture = picture.convert("RGBA")
        plain = Image.new("RGB", picture.size, GROUND)
        plain.paste(picture, mask=picture.getchannel("A"))
    else:
        plain = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    plain.info = {}  # comments, texts and the rest would be written into the derivative
    return plain


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - EXIF is somebody's bytes; a picture with garbage there is shown as it lies
        return None


def jpeg(picture: Image.Image, profile: bytes | None) -> bytes:
    """Encode a plain picture as pages show it."""
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=QUALITY, icc_profile=profile)
    return into.getvalue()


def _png(picture: Image.Image, profile: bytes | None) -> bytes:
    into = io.BytesIO()
    picture.save(into, "PNG", icc_profile=profile)
    return into.getvalue()


@contextmanager
def _opened(content: bytes, max_pixels: int) -> Iterator[ImageFile.ImageFile]:
    """Open a picture of a named format whose sides and frames are within bounds."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        frames = getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(max_pixels) from None
    except Exception as error:
        raise _broken("the picture's header is damaged") from error
    with picture:
        _check_sides(picture.size, max_pixels)
        if frames > MAX_FRAMES:
            raise Invalid(f"data.image: the picture has more than {MAX_FRAMES} frames", Code.INPUT_OVER_LIMIT)
        picture.seek(0)
        yield picture


def _check_sides(size: tuple[int, int], max_pixels: int) -> None:
    if min(size) < 1:
        raise _broken("the picture has no width or no height")
    if size[0] * size[1] > max_pixels or max(size) > MAX_SIDE:
        raise _too_large(max_pixels)


def _webp_sides(content: bytes) -> tuple[int, int]:
    """Read the sides from the three kinds of WebP header."""
    kind, body = content[12:16], content[20:30]
    if len(body) == 10 and kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if len(body) == 10 and kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if len(body) == 10 and kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise _broken("the picture's header is damaged")


def _check_text(content: bytes) -> Header:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Invalid("data.text: this is no UTF-8 text", Code.INPUT_INVALID_ARGUMENT) from None
    if "\0" in text:
        raise Invalid("data.text: text has no control characters", Code.INPUT_INVALID_ARGUMENT)
    return Header("text/plain")


def _not_accepted(content: bytes, medium: str) -> Invalid:
    """Tell a picture of another kind, and any unknown film or sound (30101), from what is no picture (30104)."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_svg = b"<svg" in head and head.startswith((b"<?xml", b"<!doctype svg", b"<!--", b"<svg"))
    if medium == "image" and not is_svg:
        is_foreign = content.startswith(_FOREIGN_PICTURES) or (
            content[4:8] == b"ftyp" and content[8:12] in _FOREIGN_BRANDS
        )
        if not is_foreign:
            return _broken("this is no picture")
    kinds = "JPEG, PNG, WebP, GIF and BMP" if medium == "image" else "MP4, WebM, MP3, WAV and OGG"
    return Invalid(f"data.{medium}: only {kinds} are accepted", Code.INPUT_UNSUPPORTED_FORMAT)


def _broken(why: str) -> Invalid:
    return Invalid(f"data.image: {why}", Code.INPUT_INVALID_ARGUMENT)


def _too_large(max_pixels: int) -> Invalid:
    return Invalid(f"data.image: the picture has more than {max_pixels // 1_000_000} megapixels", Code.INPUT_OVER_LIMIT)
