"""An app to label in: a photo of 12 MP on each input, with boxes of all sizes that its owner drew."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from annotations_app.imaging import derive
from annotations_app.models import ApiKey, App, Concept, Input, User
from bench.pictures import SIZE, photo
from bench.site import Person, good
from bench.workload import A_BULK, CONCEPTS
from tests.faults.server import Client, Server
from tests.make import make_input

#: The box that is dragged: large enough to be judged where it is.
FIRST = (400, 300, 720, 540)
#: How wide and high boxes are, in pixels; one of these by chance.
SIDES = ((24, 80), (24, 80), (60, 300), (200, 900))


class Scene:
    """Inputs with so many boxes each, on a running server."""

    def __init__(self, server: Server, owner: User) -> None:
        self.app: App = App.objects.make(owner, "street")
        Concept.objects.append(self.app, [(f"c{n}", f"concept {n}") for n in range(CONCEPTS)])
        self.address = f"http://127.0.0.1:{server.port}"
        self.session = Person(server.port, owner).session
        self._port, (_, self._secret) = server.port, ApiKey.issue(owner, self.app)
        self._photo = _kept(photo())
        self._inputs: dict[str, Input] = {}

    def on(self, name: str, boxes: int) -> Input:
        """Return the input of a name with so many boxes; made when it is first asked for."""
        if name not in self._inputs:
            self._inputs[name] = self._make(name, boxes)
        return self._inputs[name]

    def _make(self, name: str, boxes: int) -> Input:
        width, height = SIZE
        made = make_input(self.app, name, width=width, height=height, **self._photo)
        chance, client = random.Random(boxes), Client(self._port, self._secret)
        bodies = [{"input_id": name, "data": {"regions": [_region(n, chance)]}} for n in range(boxes)]
        for at in range(0, boxes, A_BULK):
            good(client, "POST", "/v2/annotations", {"annotations": bodies[at : at + A_BULK]})
        return made


def _kept(content: bytes) -> dict[str, Any]:
    """Store a photo once, as all inputs have it."""
    made = derive(content, 100_000_000)
    files = {"original": content, "display": made.display, "thumbnail": made.thumbnail}
    names = {kind: default_storage.save(f"bench/{kind}.jpg", ContentFile(body)) for kind, body in files.items()}
    return {**names, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _region(number: int, chance: random.Random) -> dict[str, Any]:
    width, height = SIZE
    left, top, right, bottom = FIRST
    if number:
        sides = chance.choice(SIDES)
        across, down = chance.randint(*sides), chance.randint(*sides)
        left, top = chance.randint(0, width - across), chance.randint(0, height - down)
        right, bottom = left + across, top + down
    box = {"top_row": top / height, "left_col": left / width, "bottom_row": bottom / height, "right_col": right / width}
    concept = {"id": f"c{number % CONCEPTS}", "value": 1}
    return {"region_info": {"bounding_box": box}, "data": {"concepts": [concept]}}
