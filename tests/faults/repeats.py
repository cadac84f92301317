"""kill -9 while scripts post without ids and send again until they are answered: each call happened exactly once.

    python -m tests.faults.repeats [--rounds 10] [--seconds 2] [--database-url postgresql://...]

Run by hand; ends with a non-zero status when a call happened twice, or not at all, or was answered differently.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from uuid import uuid4

from tests.faults.kill import picture, stored
from tests.faults.server import Client, Gone, Server

WRITERS = 6
GOOD, AGAIN = 10000, 10030


class Writer(threading.Thread):
    """A script that sends each call until it is answered, and some of them once more."""

    def __init__(self, port: int, key: str, input_id: str, stop: threading.Event) -> None:
        super().__init__()
        self.client, self.input_id, self.stop = Client(port, key), input_id, stop
        self.answers: dict[str, set[str]] = defaultdict(set)
        self.lost = 0

    def run(self) -> None:
        """Post until told to stop; the last call too is sent until it is answered."""
        while not self.stop.is_set():
            name = uuid4().hex
            for _ in range(random.choice((1, 1, 2))):
                self.answers[name].add(self.send(name))

    def send(self, name: str) -> str:
        """Send one call until it is answered, and return the id that the server gave."""
        said = {"input_id": self.input_id, "data": {"metadata": {"name": name}, "concepts": [{"id": "tree"}]}}
        while True:
            try:
                content = self.client.call("POST", "/v2/annotations", {"annotations": [said]}, Idempotency_Key=name)[1]
            except Gone:
                self.lost += 1
                time.sleep(0.05)
                continue
            answer = json.loads(content)
            if answer["status"]["code"] == GOOD:
                return str(answer["annotations"][0]["id"])
            if answer["status"]["code"] != AGAIN:
                raise AssertionError(answer)
            time.sleep(0.05)


def faults_of(client: Client, input_id: str, writers: list[Writer]) -> list[str]:
    """Compare what is stored with what was answered; return every broken promise."""
    there: dict[str, set[str]] = defaultdict(set)
    for public_id, row in stored(client, input_id).items():
        there[row["data"]["metadata"]["name"]].add(public_id)
    answered = {name: ids for writer in writers for name, ids in writer.answers.items()}
    broken = [f"{name}: answered {ids}, stored {there[name]}" for name, ids in answered.items() if there[name] != ids]
    broken += [f"{name}: stored {len(ids)} times" for name, ids in there.items() if len(ids) != 1]
    return broken + [f"{name}: never sent" for name in there.keys() - answered.keys()]


def main() -> int:
    """Let scripts write through one kill after another, and look at everything in the end."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--seconds", type=float, default=2)
    options.add_argument("--database-url", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="labeller-repeats-") as folder:
        server, stop, input_id = Server(Path(folder), chosen.database_url), threading.Event(), uuid4().hex
        server.manage("prepare")
        key = json.loads(server.manage("demo", "--json").splitlines()[-1])["app_key"]
        server.start()
        made = {"inputs": [{"id": input_id, "data": {"image": {"base64": picture()}}}]}
        if Client(server.port, key).code("POST", "/v2/inputs", made) != GOOD:
            raise RuntimeError("The input could not be made.")
        writers = [Writer(server.port, key, input_id, stop) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(chosen.rounds):
            time.sleep(chosen.seconds * random.uniform(0.5, 1.5))
            server.end(signal.SIGKILL)
            server.start()
        stop.set()
        for writer in writers:
            writer.join()
        broken = faults_of(Client(server.port, key), input_id, writers)
        server.end()
    calls, lost = sum(len(writer.answers) for writer in writers), sum(writer.lost for writer in writers)
    print(f"{calls} calls, {lost} times no answer, {chosen.rounds} kills, {len(broken)} broken promises")
    print("\n".join(broken[:10]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
