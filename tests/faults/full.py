"""Faults F13, F15 and F16 by hand: a database that somebody else holds, and a disk that is full.

`python -m tests.faults.full` starts a server on a small disk of its own (it needs root, for a private mount) and
prints what each kind of request is answered before, while and after. It fails when anything acknowledged is lost,
when something half is stored, or when an answer is neither good nor 503.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.faults.kill import picture, said, stored
from tests.faults.server import Client, Server

SMALL_DISK = "tests.faults.full"


def post(client: Client, input_id: str, public_id: str, number: int = 1) -> tuple[int, int]:
    """Post annotations and return the HTTP status and the code."""
    many = [
        {"id": f"{public_id}-{place}", "input_id": input_id, "data": {"regions": [said(f"{public_id}-{place}")]}}
        for place in range(number)
    ]
    status, content = client.call("POST", "/v2/annotations", {"annotations": many})
    return status, json.loads(content)["status"]["code"]


def add(client: Client, public_id: str, size: int = 0) -> tuple[int, int]:
    """Add a picture (or a text of some size) and return the HTTP status and the code."""
    data = {"text": {"raw": "x" * size}} if size else {"image": {"base64": picture()}}
    status, content = client.call("POST", "/v2/inputs", {"inputs": [{"id": public_id, "data": data}]})
    return status, json.loads(content)["status"]["code"]


def hold(data: Path, seconds: float) -> None:
    """Keep every writer out for a while, as a forgotten shell would."""
    database = sqlite3.connect(data / "labeller.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)
    database.execute("ROLLBACK")
    database.close()


def locked(server: Server, client: Client, data: Path) -> list[str]:
    """F13: reads go on, writes wait or are told to come again, and all is well after."""
    wrong = []
    for seconds, wanted in ((3, (200, 10000)), (23, (503, 10030))):
        holder = threading.Thread(target=hold, args=(data, seconds))
        holder.start()
        time.sleep(0.3)
        begun = time.monotonic()
        read = Client(server.port, client.key).get("/v2/annotations?per_page=5")[0]
        reading = time.monotonic() - begun
        answer = post(client, "one", f"held-{seconds}")
        print(f"held {seconds} s: read {read} in {reading:.2f} s; write {answer} in {time.monotonic() - begun:.1f} s")
        holder.join()
        if read != 200 or reading > 2 or answer != wanted or post(client, "one", f"freed-{seconds}") != (200, 10000):
            wrong.append(f"held {seconds} s")
    return wrong


def full(client: Client, data: Path) -> list[str]:
    """F15, F16: while nothing fits, writes are refused and reads go on; what was acknowledged is there after."""
    before = set(stored(client, "one"))
    acknowledged: set[str] = set()
    filler = data / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(b"x" * 65536)
        except OSError:
            pass
    told: dict[str, dict[Any, int]] = {"annotations": {}, "inputs": {}, "pages": {}}
    for number in range(60):
        answer = post(client, "one", f"full-{number}", 20)
        told["annotations"][answer] = told["annotations"].get(answer, 0) + 1
        if answer == (200, 10000):
            acknowledged |= {f"full-{number}-{place}" for place in range(20)}
        got = add(client, f"file-{number}", 30_000)
        told["inputs"][got] = told["inputs"].get(got, 0) + 1
        page = client.get("/accounts/login/")[0]
        told["pages"][page] = told["pages"].get(page, 0) + 1
    reads = client.get("/v2/annotations?per_page=5")[0]
    print(f"full: {told}; read {reads}")
    filler.unlink()
    time.sleep(1)
    after = set(stored(client, "one"))
    wrong = [f"lost: {one}" for one in acknowledged - after]
    wrong += [f"stored but refused: {one}" for one in after - before - acknowledged]
    codes = {*told["annotations"], *told["inputs"]}
    wrong += [f"answered {one}" for one in codes if one not in ((200, 10000), (503, 10030))]
    if (503, 10030) not in told["annotations"] or reads != 200 or post(client, "one", "freed") != (200, 10000):
        wrong.append("not refused while full, not read, or not written after")
    rows = sqlite3.connect(data / "labeller.sqlite3").execute("SELECT original FROM annotations_app_input").fetchall()
    named, lying = {row[0] for row in rows if row[0]}, set()
    for file in (data / "media").rglob("*"):
        if file.is_file() and file.name == "original":
            lying.add(str(file.relative_to(data / "media")))
    wrong += [f"row without file: {one}" for one in named - lying]
    wrong += [f"file without row: {one}" for one in lying - named]
    return wrong


def main() -> int:
    """Run what was asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if not chosen.inside:
        return subprocess.run(["unshare", "-m", sys.executable, "-m", SMALL_DISK, "--inside"], check=False).returncode
    with tempfile.TemporaryDirectory(prefix="labeller-full-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
        data = Path(folder)
        server = Server(data)
        server.manage("prepare")
        key = json.loads(server.manage("demo", "--json").splitlines()[-1])["app_key"]
        server.start()
        try:
            client = Client(server.port, key)
            if add(client, "one") != (200, 10000) or post(client, "one", "first") != (200, 10000):
                raise RuntimeError("Nothing can be written to begin with.")
            wrong = full(client, data) + locked(server, client, data)
        finally:
            server.end()
            os.chdir("/")
            subprocess.run(["umount", "-l", folder], check=False)
    for one in wrong[:20]:
        print(f"  {one}")
    print(f"{len(wrong)} broken promises")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
