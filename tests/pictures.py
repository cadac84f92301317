"""Makes picture files for tests, good ones and bad ones."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """Make a picture file whose left half is dark and whose right half is light."""
    made = Image.new("L", size, 200)
    made.paste(20, (0, 0, size[0] // 2, size[1]))
    return encoded(made.convert(mode), kind, **options)


def encoded(made: Image.Image, kind: str, **options: Any) -> bytes:
    """Encode a picture."""
    into = io.BytesIO()
    made.save(into, kind, **options)
    return into.getvalue()


def decoded(content: bytes) -> Image.Image:
    """Decode a picture."""
    made = Image.open(io.BytesIO(content))
    made.load()
    return made


def png_claiming(width: int, height: int) -> bytes:
    """Make a PNG whose header says these sides, with next to no pixels behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def webp_claiming(width: int, height: int) -> bytes:
    """Make the header of an extended WebP of these sides."""
    body = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + body
