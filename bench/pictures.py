"""What a 12 MP photo costs: the request, the job beside the least that such a job does, and its first paint."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import time

from django.conf import settings
from PIL import Image

from annotations_app.imaging import derive
from annotations_app.models import Input
from annotations_app.models.input import UNFINISHED
from bench.clock import Side, measure
from bench.site import Site, good
from bench.tables import fact, operation_row

SIZE = (4000, 3000)


def photo(number: int = 0) -> bytes:
    """Make a JPEG of 12 MP that weighs what a camera's does: a photo of ours, enlarged, with a sensor's noise."""
    with Image.open(settings.BASE_DIR / "photos" / "mountains.jpg") as picture:
        large = picture.convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(SIZE, 40 + number).convert("RGB")
    file = io.BytesIO()
    Image.blend(large, noise, 0.1).save(file, "JPEG", quality=88)
    return file.getvalue()


def upload(site: Site) -> Input:
    """Print what uploading costs, and return one of the uploaded inputs once its picture is ready."""
    contents = [photo(number) for number in range(6)]
    bodies = ({"inputs": [{"data": {"image": {"base64": base64.b64encode(one).decode()}}}]} for one in contents)
    request = site.side(site.calls("POST", "/v2/inputs", bodies))
    operation_row(f"POST a JPEG of 12 MP, {len(contents[0]) / 1e6:.1f} MB", None, measure(request, times=4, warm=1)[0])

    content, doers = contents[0], [os.getpid()]

    def ours() -> None:
        hashlib.sha256(content).digest()
        derive(content, 100_000_000)

    bare, made = measure(Side(lambda: _least(content), doers), Side(ours, doers), times=10, warm=2)
    print(f"{'':<4}hash, display and thumbnail: {made.cpu:.0f} ms of CPU; the bare work {bare.cpu:.0f}")
    fact("hash, display picture and thumbnail, against the bare work", made.cpu / bare.cpu, "x", 1.3)
    return _ready(site)


def _least(content: bytes) -> None:
    hashlib.sha256(content).digest()
    picture = Image.open(io.BytesIO(content))
    picture.draft("RGB", (picture.width // 2, picture.height // 2))
    picture.load()
    picture.save(io.BytesIO(), "JPEG", quality=82)
    picture.thumbnail((320, 320))
    picture.save(io.BytesIO(), "JPEG", quality=82)


def _ready(site: Site) -> Input:
    listed = json.loads(good(site.new_client(), "GET", f"/v2/inputs?per_page=1&page={site.app.inputs.count()}"))[
        "inputs"
    ]
    one = Input.objects.get(app=site.app, public_id=listed[0]["id"])
    for _ in range(600):
        if one.status not in UNFINISHED:
            return one
        time.sleep(0.1)
        one.refresh_from_db()
    raise RuntimeError("The picture was not processed within a minute.")
