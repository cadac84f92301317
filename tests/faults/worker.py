"""Faults F3 and F38 by hand: a background worker that is killed again and again, and two of them at once.

`python -m tests.faults.worker` posts pictures, kills the workers at random moments, starts them again as `run.py`
does, and waits until every picture is ready. It fails when one is not, or has files that are missing or strange.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

from tests.faults.server import ROOT, Client, Server

PATIENCE = 180  # seconds: a lease, the next look for what is overdue, and the work itself


def noise(seed: int) -> str:
    """Draw a picture that takes a moment to decode."""
    file = io.BytesIO()
    Image.effect_noise((1600, 1200 + seed), 60).save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def start_worker(server: Server) -> subprocess.Popen[bytes]:
    """Start one more worker on the server's data."""
    command = [sys.executable, "manage.py", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=server.environment, start_new_session=True)


def counts(client: Client) -> dict[str, Any]:
    """Ask how many inputs are in which state."""
    return json.loads(client.get("/v2/inputs/status")[1])["counts"]


def unfinished(client: Client) -> int:
    """Count the inputs whose pictures are still to come."""
    found = counts(client)
    return int(found.get("to_process", 0)) + int(found.get("processing", 0))


def main() -> int:
    """Run it and say what became of the pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pictures", type=int, default=100)
    options.add_argument("--kills", type=int, default=6)
    chosen = options.parse_args()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="labeller-worker-") as folder:
        server = Server(Path(folder))
        server.manage("prepare")
        key = json.loads(server.manage("demo", "--json").splitlines()[-1])["app_key"]
        server.start()
        client = Client(server.port, key)
        for start in range(0, chosen.pictures, 20):
            inputs = [{"id": f"p{start + n}", "data": {"image": {"base64": noise(start + n)}}} for n in range(20)]
            if client.code("POST", "/v2/inputs", {"inputs": inputs}) != 10000:
                raise RuntimeError("The pictures could not be posted.")
        workers = [start_worker(server), start_worker(server)]
        for _ in range(chosen.kills):
            time.sleep(chance.uniform(0.8, 4))
            victim = chance.randrange(2)
            workers[victim].send_signal(signal.SIGKILL)
            workers[victim].wait()
            workers[victim] = start_worker(server)
        begun = time.monotonic()
        while unfinished(client) and time.monotonic() - begun < PATIENCE:
            time.sleep(1)
        seconds, found = time.monotonic() - begun, counts(client)
        wrong = strange_files(Path(folder) / "media")
        for worker in workers:
            worker.terminate()
            worker.wait()
        server.end()
    print(f"{found} {seconds:.0f} s after the last kill; {len(wrong)} strange files: {wrong[:5]}")
    return 1 if found.get("processed") != chosen.pictures or wrong else 0


def strange_files(media: Path) -> list[str]:
    """List derivatives that are no pictures, and folders that have not all three files."""
    wrong = []
    for folder in {file.parent for file in media.rglob("original")}:
        names = {file.stem for file in folder.iterdir()}
        if names != {"original", "display", "thumbnail"}:
            wrong.append(f"{folder}: {names}")
        for file in folder.iterdir():
            with Image.open(file) as image:
                image.load()
    return wrong


if __name__ == "__main__":
    sys.exit(main())
