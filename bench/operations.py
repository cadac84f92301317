"""Each operation of the target table over HTTP, beside its limit; run by `python -m bench`."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client as Pages  # noqa: E402
from django.urls import reverse  # noqa: E402
from PIL import Image  # noqa: E402

from annotations_app.imaging import derive  # noqa: E402
from annotations_app.models import Annotation, ApiKey, Concept, Input, User, member_of  # noqa: E402
from annotations_app.models.work import hand_out, next_input, submit  # noqa: E402
from bench.clock import Figure, measure, memory_mib  # noqa: E402
from bench.limits import Limits  # noqa: E402
from bench.workload import BOXES_AN_INPUT, fill  # noqa: E402
from tests.faults.server import Client, Server  # noqa: E402

_numbers = itertools.count(1)


def row(name: str, limit: Figure | None, ours: Figure, least: float | None) -> None:
    """Print one line of the table; a share below its target is marked."""
    share = limit.median / ours.median if limit else None
    missed = "  MISSED" if share is not None and least is not None and share < least else ""
    print(
        f"{name:<38}{_ms(limit.median if limit else None)}{_ms(ours.median)}{_ms(ours.quiet)}{_ms(ours.cpu or None)}"
        f"{'-' if share is None else f'{share:.2f}':>8}{'-' if least is None else f'{least:.2f}':>8}{missed}",
        flush=True,
    )


def _ms(value: float | None) -> str:
    return f"{'-' if value is None else f'{value:.2f}':>10}"


def said(input_id: str) -> dict[str, Any]:
    """Write one annotation with a box and a concept, as scripts post it."""
    box = {"top_row": 0.1, "left_col": 0.2, "bottom_row": 0.5, "right_col": 0.625}
    region = {"region_info": {"bounding_box": box}, "data": {"concepts": [{"id": "c1", "value": 1}]}}
    return {"input_id": input_id, "data": {"regions": [region]}}


class Bench:
    """A running server, its client, and an app of a size."""

    def __init__(self, data: Path, size: int, owner: User, annotator: User, server: Server) -> None:
        self.server, self.owner, self.annotator = server, owner, annotator
        self.app = fill(owner, annotator, f"size{size}", size)
        self.size = size
        _, self.secret = ApiKey.issue(owner, self.app)
        self.client = Client(server.port, self.secret)
        self.input = Input.objects.filter(app=self.app).order_by("pk").first()
        concept = Concept.objects.filter(app=self.app).first()
        assert self.input is not None
        assert concept is not None
        self.limits = Limits(self.app, self.input.pk, owner.pk, concept.pk)

    def ours(self, method: str, path: str, body: Any = None, times: int = 40) -> Figure:
        """Measure one call; a failure stops the run."""
        return measure(lambda: self._good(method, path, body), times=times, pids=self.server.pids())

    def _good(self, method: str, path: str, body: Any = None) -> bytes:
        status, answer = self.client.call(method, path, body() if callable(body) else body)
        if status != 200:
            raise RuntimeError(f"{method} {path}: {status} {answer[:300]!r}")
        return answer

    def post_body(self, many: int) -> dict[str, Any]:
        """Write a POST of so many annotations."""
        assert self.input is not None
        return {"annotations": [said(self.input.public_id)] * many}

    def writing(self) -> None:
        """Measure the calls that write."""
        row(
            "POST 128 boxes, 1 client",
            self.limits.post(128),
            self.ours("POST", "/v2/annotations", self.post_body(128)),
            0.20,
        )
        row("POST 1, 1 client", self.limits.post(1), self.ours("POST", "/v2/annotations", self.post_body(1), 100), 0.15)
        row("POST 1, 8 clients (per call)", self.limits.post(1), self.crowd(8), 0.08)
        made = json.loads(self._good("POST", "/v2/annotations", self.post_body(128)))["annotations"]
        pairs = [(one["input_id"], one["id"]) for one in made]
        pks = list(
            Annotation.objects.filter(app=self.app, public_id__in=[pair[1] for pair in pairs]).values_list(
                "pk", flat=True
            )
        )
        turn = itertools.count()

        def patch() -> dict[str, Any]:
            value = next(turn) % 2
            data = {"concepts": [{"id": "c2", "value": value}]}
            return {"action": "merge", "annotations": [{"input_id": i, "id": a, "data": data} for i, a in pairs]}

        row("PATCH 128", self.limits.patch(pks), self.ours("PATCH", "/v2/annotations", patch, 20), 0.25)
        batches = [
            json.loads(self._good("POST", "/v2/annotations", self.post_body(128)))["annotations"] for _ in range(13)
        ]
        bodies = iter([{"input_ids": [o["input_id"] for o in b], "ids": [o["id"] for o in b]} for b in batches])
        row("DELETE 128", None, self.ours("DELETE", "/v2/annotations", lambda: next(bodies), 10), None)

    def crowd(self, clients: int, seconds: float = 3.0) -> Figure:
        """Let several clients post at once; return the time a call of all of them together."""
        done: list[int] = []
        end = time.monotonic() + seconds

        def work() -> None:
            client, count = Client(self.server.port, self.secret), 0
            while time.monotonic() < end:
                client.call("POST", "/v2/annotations", self.post_body(1))
                count += 1
            done.append(count)

        threads = [threading.Thread(target=work) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        each = seconds * 1000 / max(1, sum(done))
        return Figure(each, each)

    def reading(self) -> None:
        """Measure the calls that read."""
        assert self.input is not None
        for size, least in ((20, 0.10), (100, 0.12), (1000, 0.40)):
            path = f"/v2/annotations?per_page={size}"
            row(f"GET page of {size}", self.limits.page(size), self.ours("GET", path), least)
        path = f"/v2/annotations?input_ids=i5&per_page={BOXES_AN_INPUT}"
        there = Input.objects.get(app=self.app, public_id="i5").pk
        row(
            "GET annotations of one input",
            self.limits.page(BOXES_AN_INPUT, f"a.input_id = {there}"),
            self.ours("GET", path),
            0.07,
        )
        last = self.size // 20 - 2
        row(
            f"GET page {last} by number",
            self.limits.walk(last * 20),
            self.ours("GET", f"/v2/annotations?per_page=20&page={last}", times=10),
            0.7,
        )

    def queue(self) -> None:
        """Measure what an annotator waits for, through the pages."""
        assert self.input is not None
        owner, annotator = member_of(self.app, self.owner), member_of(self.app, self.annotator)
        assert owner is not None
        assert annotator is not None
        hand_out(
            owner,
            list(Input.objects.filter(app=self.app).order_by("pk")[:500].values_list("pk", flat=True)),
            [self.annotator],
        )
        sql = (
            f"SELECT input_id FROM annotations_app_annotation WHERE app_id = {self.app.pk}"
            f" AND user_id = {self.annotator.pk} AND status IN (24151, 24158) ORDER BY status DESC, turn, id LIMIT 1"
        )
        row("my next input (verb)", self.limits.one_row(sql), measure(lambda: next_input(annotator), times=60), 0.12)
        inputs = iter(Input.objects.filter(app=self.app).order_by("pk")[:14])

        def one_submit() -> None:
            there = next(inputs)
            rows = Annotation.objects.filter(app=self.app, input=there, user=self.annotator, input_level=False)
            rows.update(status=24151)
            submit(annotator, there.pk)

        row("submit an input with 25 boxes (verb)", None, measure(one_submit, times=10, pids=[os.getpid()]), None)

    def export(self) -> None:
        """Measure the COCO export, by annotation."""
        page = Pages(SERVER_NAME="localhost")
        page.force_login(self.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
        address = reverse("exchange-coco", args=[self.owner.handle, self.app.public_id])
        begun = time.perf_counter()
        answer = page.get(address)
        content = b"".join(answer.streaming_content) if answer.status_code == 200 else b"{}"
        seconds = time.perf_counter() - begun
        count = len(json.loads(content).get("annotations", []))
        print(f"export COCO: {count} annotations in {seconds:.2f} s = {count / seconds:,.0f} a second (target 53,000)")


def upload(server: Server, client: Client) -> None:
    """Measure what a 12 MP photo costs: the request, and the job beside the least that such a job does."""
    file = io.BytesIO()
    Image.effect_noise((500, 375), 60).resize((4000, 3000)).convert("RGB").save(file, "JPEG", quality=85)
    content = file.getvalue()
    body = {"inputs": [{"data": {"image": {"base64": base64.b64encode(content).decode()}}}]}
    figure = measure(lambda: client.call("POST", "/v2/inputs", body), times=8, pids=server.pids())
    row("POST a 12 MP JPEG (request)", None, figure, None)

    def least() -> None:
        hashlib.sha256(content).digest()
        picture = Image.open(io.BytesIO(content))
        picture.draft("RGB", (1600, 1200))
        picture.load()
        picture.save(io.BytesIO(), "JPEG", quality=82)
        picture.thumbnail((320, 320))
        picture.save(io.BytesIO(), "JPEG", quality=82)

    bare, ours = measure(least, times=8), measure(lambda: derive(content, 100_000_000), times=8)
    print(f"derive display and thumbnail of it: {ours.median:.0f} ms, bare work {bare.median:.0f} ms (target 1.3x)")


def growth(benches: list[Bench]) -> None:
    """Print how flat operations grow between the smallest and the largest app."""
    print(f"\n{'growth':<38}" + "".join(f"{bench.size:>12}" for bench in benches) + f"{'ratio':>8}")
    for name, method, path, many in (
        ("POST 1", "POST", "/v2/annotations", 1),
        ("POST 128", "POST", "/v2/annotations", 128),
        ("GET first page of 20", "GET", "/v2/annotations?per_page=20", 0),
        ("GET annotations of one input", "GET", "/v2/annotations?input_ids=i5", 0),
    ):
        figures = [bench.ours(method, path, bench.post_body(many) if many else None, 30).quiet for bench in benches]
        cells = "".join(f"{figure:>12.2f}" for figure in figures)
        print(f"{name:<38}{cells}{figures[-1] / figures[0]:>8.2f}", flush=True)


def main() -> None:
    """Fill, start, measure."""
    data, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2].split(",")]
    call_command("prepare", verbosity=0)
    owner, annotator = User.objects.make("bench-owner"), User.objects.make("bench-annotator")
    server = Server(data, os.environ.get("DATABASE_URL", ""))
    try:
        print(f"web process: start to first 200 in {server.start():.2f} s (target 1.5 s)")
        benches = [Bench(data, size, owner, annotator, server) for size in sizes]
        print(f"idle memory of the web process: {memory_mib(server.pids()):.0f} MiB")
        print(
            f"\n{'operation':<38}{'limit ms':>10}{'ours ms':>10}{'quiet ms':>10}{'cpu ms':>10}{'share':>8}{'target':>8}"
        )
        largest = benches[-1]
        largest.writing()
        largest.reading()
        largest.queue()
        upload(server, largest.client)
        largest.export()
        growth(benches)
        print(f"\nmemory of the web process after all this: {memory_mib(server.pids()):.0f} MiB")
    finally:
        server.end()


if __name__ == "__main__":
    main()
