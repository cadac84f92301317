"""kill -9 while six writers post: every acknowledged annotation is there, no call is half stored.

    python -m tests.faults.kill [--rounds 10] [--annotations 20000] [--database-url postgresql://...]

Run by hand; ends with a non-zero status when anything acknowledged was lost.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import random
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.server import Client, Gone, Server

WRITERS = 6
SIZES = (1, 1, 2, 5, 20, 128)


@dataclass
class Ledger:
    """What one writer asked for, and what it was told."""

    input_id: str
    acknowledged: set[str] = field(default_factory=set)
    unknown: list[list[str]] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)


def said(public_id: str) -> dict[str, Any]:
    """Work an annotation's content out from its id, so that each stored one can be proved to be as sent."""
    digest = hashlib.sha256(public_id.encode()).digest()
    top, left = digest[0] / 600, digest[1] / 600
    box = {"top_row": top, "left_col": left, "bottom_row": top + 0.3, "right_col": left + 0.2}
    concepts = [{"id": f"c{digest[2] % 8}", "value": digest[3] % 2}]
    return {"region_info": {"bounding_box": box}, "data": {"concepts": concepts}}


def write(client: Client, ledger: Ledger, stop: threading.Event, quota: int, seed: int) -> None:
    """Post bulks until told to stop, the server is gone, or the quota of this round is reached."""
    chance = random.Random(seed)
    written = 0
    while not stop.is_set() and written < quota:
        ids = [f"{seed}-{written + n}" for n in range(chance.choice(SIZES))]
        ledger.sent.update(ids)
        body = {
            "annotations": [{"id": one, "input_id": ledger.input_id, "data": {"regions": [said(one)]}} for one in ids]
        }
        try:
            code = client.code("POST", "/v2/annotations", body)
        except (Gone, ValueError):
            ledger.unknown.append(ids)
            return
        written += len(ids)
        if code == 10000:
            ledger.acknowledged.update(ids)
        else:
            ledger.unknown.append(ids)


def stored(client: Client, input_id: str) -> dict[str, Any]:
    """Read all annotations of an input, as the API tells them."""
    found: dict[str, Any] = {}
    page = 1
    while True:
        path = f"/v2/annotations?input_ids={input_id}&list_all_annotations=true&per_page=1000&page={page}"
        rows = json.loads(client.get(path)[1])["annotations"]
        if not rows:
            return found
        for row in rows:
            if row["id"] in found:
                raise AssertionError(f"{row['id']} is listed twice")
            found[row["id"]] = row
        page += 1


def faults_of(client: Client, ledger: Ledger) -> list[str]:
    """Compare what is stored with what was told; return every broken promise."""
    there = stored(client, ledger.input_id)
    broken = [f"lost: {one}" for one in sorted(ledger.acknowledged - there.keys())]
    broken += [f"never sent: {one}" for one in sorted(there.keys() - ledger.sent)]
    for bulk in ledger.unknown:
        present = sum(one in there for one in bulk)
        if present not in (0, len(bulk)):
            broken.append(f"half stored: {present} of the {len(bulk)} of {bulk[0]}")
    for public_id, row in there.items():
        region, wanted = row["data"]["regions"][0], said(public_id)
        values = [(value["id"], value["value"]) for value in region["data"]["concepts"]]
        wanted_values = [(value["id"], value["value"]) for value in wanted["data"]["concepts"]]
        if region["region_info"] != wanted["region_info"] or values != wanted_values:
            broken.append(f"not as sent: {public_id}")
    return broken


def picture() -> str:
    """Draw a small picture."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def main() -> int:
    """Run the rounds and print a line for each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--annotations", type=int, default=20_000)
    options.add_argument("--database-url", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="labeller-kill-") as folder:
        server = Server(Path(folder), chosen.database_url)
        server.manage("prepare")
        made = json.loads(server.manage("demo", "--json").splitlines()[-1])
        key = made["app_key"]
        server.start()
        ledgers = [Ledger(f"kill-{time.time_ns()}-{number}") for number in range(WRITERS)]
        inputs = [{"id": one.input_id, "data": {"image": {"base64": picture()}}} for one in ledgers]
        if Client(server.port, key).code("POST", "/v2/inputs", {"inputs": inputs}) != 10000:
            raise RuntimeError("The inputs could not be made.")
        broken: list[str] = []
        for number in range(chosen.rounds):
            broken += kill_round(server, key, ledgers, number, chosen)
        server.end()
    print(f"{sum(len(one.acknowledged) for one in ledgers)} acknowledged in all, {len(broken)} broken promises")
    return 1 if broken else 0


def kill_round(server: Server, key: str, ledgers: list[Ledger], number: int, chosen: argparse.Namespace) -> list[str]:
    """Write, kill, start again, and look at everything ever written."""
    stop = threading.Event()
    quota = chosen.annotations // chosen.rounds // WRITERS + 1
    before = sum(len(one.acknowledged) for one in ledgers)
    threads = [
        threading.Thread(
            target=write, args=(Client(server.port, key), ledger, stop, quota * 2, number * WRITERS + place)
        )
        for place, ledger in enumerate(ledgers)
    ]
    for thread in threads:
        thread.start()
    while sum(len(one.acknowledged) for one in ledgers) - before < quota * WRITERS and any(
        t.is_alive() for t in threads
    ):
        time.sleep(0.005)
    server.end(signal.SIGKILL)
    stop.set()
    for thread in threads:
        thread.join()
    seconds = server.start()
    client = Client(server.port, key)
    broken = [fault for ledger in ledgers for fault in faults_of(client, ledger)]
    acknowledged = sum(len(one.acknowledged) for one in ledgers)
    unknown = sum(len(one.unknown) for one in ledgers)
    print(
        f"round {number + 1}: {acknowledged} acknowledged, {unknown} calls without an answer, "
        f"answers again after {seconds:.1f} s, {len(broken)} broken promises",
        flush=True,
    )
    for fault in broken[:10]:
        print(f"  {fault}", flush=True)
    return broken


if __name__ == "__main__":
    sys.exit(main())
