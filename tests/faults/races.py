"""Twelve clients at once against a server of our own: what each was told is what is stored, and nobody sees a half.

    python -m tests.faults.races [--rounds 5] [--database-url postgresql://...]

Run by hand; ends with a non-zero status when a promise was broken. SQLite is a file here, as in real life, which the
tests of the suite cannot try. "Try again" (503) counts as not acknowledged; any other 5xx is a broken promise.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.faults.server import Client, Server

CLIENTS = 12
FINE, REFUSED, GONE, AGAIN = (200, 10000), (400, 10020), {(404, 11101), (404, 10020)}, (503, 10030)

Verdict = tuple[int, int]
Ask = Callable[["Asker"], Verdict]


class Asker(Client):
    """A client that reads envelopes."""

    def ask(self, verb: str, path: str, body: Any = None) -> Verdict:
        """Ask and return HTTP status and code."""
        status, content = self.call(verb, f"/v2{path}", body)
        return status, int(json.loads(content)["status"]["code"])

    def read(self, path: str) -> Any:
        """Read what a GET answers."""
        return json.loads(self.get(f"/v2{path}")[1])

    def said(self, input_id: str) -> list[dict[str, Any]]:
        """List what is said of an input."""
        query = f"input_ids={input_id}&list_all_annotations=true&per_page=1000"
        return [one for one in self.read(f"/annotations?{query}")["annotations"] if not one.get("input_level")]

    def new_input(self) -> str:
        """Add an input and return its id."""
        made = uuid4().hex[:12]
        assert self.ask("POST", "/inputs", {"inputs": [{"id": made, "data": {"text": {"raw": "x"}}}]}) == FINE
        return made


class Races:
    """The races, and the promises that they broke."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key, self.broken = port, key, 0
        self.one = Asker(port, key)
        self.again = 0

    def check(self, promise: str, kept: bool, found: Any = "") -> None:
        """Note a broken promise."""
        if not kept:
            self.broken += 1
            print(f"  broken: {promise} {found}", flush=True)

    def together(self, *asks: Ask) -> list[Verdict]:
        """Let clients with open connections ask at the same moment."""
        barrier = threading.Barrier(len(asks))

        def start(ask: Ask) -> Verdict:
            asker = Asker(self.port, self.key)
            asker.read("/status_codes/10000")
            barrier.wait(timeout=30)
            return ask(asker)

        with ThreadPoolExecutor(len(asks)) as pool:
            verdicts = list(pool.map(start, asks))
        self.again += verdicts.count(AGAIN)
        self.check("no 5xx but try again", all(one == AGAIN or one[0] < 500 for one in verdicts), Counter(verdicts))
        return verdicts

    def all_fine(self, promise: str, verdicts: list[Verdict]) -> None:
        """Check that all were told success, or to try again."""
        self.check(promise, set(verdicts) <= {FINE, AGAIN}, Counter(verdicts))

    def one_id_posted_at_once(self) -> None:
        """Of the same posts there is one row; of different ones, one wins and leaves no other concept."""
        here, there, mark = self.one.new_input(), self.one.new_input(), uuid4().hex[:6]
        same = [post([{"input_id": here, "id": "x", "data": {"concepts": named("new")}}])] * CLIENTS
        self.all_fine("the same post succeeds for all", self.together(*same))
        self.check("the same post is one row", len(self.one.said(here)) == 1)
        other = [{"input_id": there, "id": "x", "data": {"concepts": named(f"{mark}{n}")}} for n in range(CLIENTS)]
        bulks = [[one, *({"input_id": there, "id": f"{n}-{k}"} for k in range(9))] for n, one in enumerate(other)]
        verdicts = self.together(*map(post, bulks))
        told = Counter(verdicts)
        self.check("one of different bulks wins", told[FINE] == 1 and set(told) <= {FINE, REFUSED, AGAIN}, told)
        self.check("the winner is stored whole", len(self.one.said(there)) == 10)
        made = [n for n in range(CLIENTS) if self.one.ask("GET", f"/concepts/{mark}{n}") == FINE]
        self.check("the refused leave no concept", made == [verdicts.index(FINE)], made)

    def opposite_order(self) -> None:
        """Calls that name the same rows forwards and backwards all succeed, and lose nothing."""
        inputs = [self.one.new_input(), self.one.new_input()]
        rows = [{"input_id": one, "id": f"a{n}"} for one in inputs for n in range(15)]
        orders = [rows if n % 2 else rows[::-1] for n in range(CLIENTS)]
        self.all_fine("posts in opposite order", self.together(*map(post, orders)))
        said = [[{**row, "data": {"concepts": named(f"c{n}")}} for row in order] for n, order in enumerate(orders)]
        verdicts = self.together(*(patch("merge", items) for items in said))
        self.all_fine("merges in opposite order", verdicts)
        acknowledged = {f"c{n}" for n, verdict in enumerate(verdicts) if verdict == FINE}
        stored = [{c["id"] for c in one["data"]["concepts"]} for place in inputs for one in self.one.said(place)]
        self.check("no acknowledged merge is lost", stored == [acknowledged] * 30)
        pairs = [{key: [row[name] for row in order] for key, name in (("input_ids", "input_id"), ("ids", "id"))}
                 for order in orders]  # fmt: skip
        overwrites = [patch("overwrite", [{**row, "data": {"metadata": {"n": 1}}} for row in one]) for one in orders]
        verdicts = self.together(delete("/annotations", pairs[0]), delete("/annotations", pairs[1]), *overwrites[2:])
        self.check("one of two deletions is told success", verdicts[:2].count(FINE) == 1, verdicts[:2])
        self.check("deletions against patches", set(verdicts) <= {FINE, AGAIN} | GONE, Counter(verdicts))
        self.check("deleted stays deleted", [len(self.one.said(one)) for one in inputs] == [0, 0])

    def overwrites_are_whole(self) -> None:
        """A reader never sees the box of one overwrite with the concept of another, nor a part of a bulk."""
        here = self.one.new_input()
        assert self.one.ask("POST", "/annotations", {"annotations": [{"input_id": here, "id": "x"}]}) == FINE
        stop, mixed, sizes = threading.Event(), list[Any](), set[int]()
        there = self.one.new_input()

        def watch() -> None:
            asker = Asker(self.port, self.key)
            while not stop.is_set():
                data = asker.read(f"/inputs/{here}/annotations/x")["annotation"].get("data")
                if data and marks_of(data) != {data["metadata"]["n"]}:
                    mixed.append(data)
                sizes.add(len(asker.said(there)) % 25)

        watcher = threading.Thread(target=watch)
        watcher.start()
        overwrites = [patch("overwrite", [{"input_id": here, "id": "x", "data": marked(n)}]) for n in range(CLIENTS)]
        bulks = [post([{"input_id": there, "data": marked(n)} for n in range(25)])] * CLIENTS
        self.all_fine("overwrites", self.together(*overwrites))
        self.all_fine("bulks", self.together(*bulks))
        stop.set()
        watcher.join()
        self.check("nobody sees a mixture", not mixed, mixed[:1])
        self.check("nobody sees a part of a bulk", sizes <= {0}, sizes)

    def input_goes_while_it_is_annotated(self) -> None:
        """After a deletion that was acknowledged there is no orphan, and later posts are refused."""
        here = self.one.new_input()

        def go(asker: Asker) -> Verdict:
            time.sleep(0.02)
            return asker.ask("DELETE", f"/inputs/{here}")

        posts = [post([{"input_id": here, "data": {"concepts": named("tree")}}])] * (CLIENTS - 1)
        verdicts = self.together(go, *posts)
        self.check("posts while the input goes", set(verdicts) <= {FINE, REFUSED, AGAIN}, Counter(verdicts))
        self.check("the input is gone", self.one.ask("GET", f"/inputs/{here}") in GONE or verdicts[0] == AGAIN)
        self.check("nothing is left of it", self.one.said(here) == [] or verdicts[0] == AGAIN)

    def names_taken_at_once(self) -> None:
        """One id of an input or concept is given once; with a suffix everybody gets an id of their own."""
        name = uuid4().hex[:8]
        concept = {"concepts": [{"id": name}]}
        told = Counter(self.together(*[lambda asker: asker.ask("POST", "/concepts", concept)] * CLIENTS))
        self.check("one adds the concept", told[FINE] == 1 and set(told) <= {FINE, AGAIN, (400, 40003)}, told)
        item = {"inputs": [{"id": name, "data": {"text": {"raw": "x"}}}]}
        told = Counter(self.together(*[lambda asker: asker.ask("POST", "/inputs", item)] * CLIENTS))
        self.check("one adds the input", told[FINE] == 1 and set(told) <= {FINE, AGAIN, REFUSED}, told)
        other = {**item, "input_id_conflict_resolution": "SUFFIX"}
        verdicts = self.together(*[lambda asker: asker.ask("POST", "/inputs", other)] * CLIENTS)
        self.all_fine("suffixes", verdicts)


def named(*ids: str) -> list[dict[str, Any]]:
    """Name concepts."""
    return [{"id": one, "value": 1} for one in ids]


def marked(number: int) -> dict[str, Any]:
    """Say the same number in every part of the data."""
    place = {"bounding_box": {"top_row": 0, "left_col": 0, "bottom_row": (number + 1) / 100, "right_col": 1}}
    said = {"concepts": named(f"n{number}")}
    return {**said, "metadata": {"n": number}, "regions": [{"region_info": place, "data": said}]}


def marks_of(data: dict[str, Any]) -> set[int]:
    """Read the numbers that the parts of the data say."""
    region = data["regions"][0]
    concepts = [*data["concepts"], *region["data"]["concepts"]]
    edge = round(region["region_info"]["bounding_box"]["bottom_row"] * 100) - 1
    return {edge, *(int(one["id"][1:]) for one in concepts)}


def post(items: list[dict[str, Any]]) -> Ask:
    """Make a post of annotations."""
    return lambda asker: asker.ask("POST", "/annotations", {"annotations": items})


def patch(action: str, items: list[dict[str, Any]]) -> Ask:
    """Make a patch of annotations."""
    return lambda asker: asker.ask("PATCH", "/annotations", {"action": action, "annotations": items})


def delete(path: str, body: dict[str, Any]) -> Ask:
    """Make a deletion."""
    return lambda asker: asker.ask("DELETE", path, body)


def main() -> int:
    """Run all races a few times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database-url", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="labeller-races-") as folder:
        server = Server(Path(folder), chosen.database_url)
        server.manage("prepare")
        key = json.loads(server.manage("demo", "--json").splitlines()[-1])["app_key"]
        server.start()
        try:
            races = Races(server.port, key)
            for number in range(chosen.rounds):
                races.one_id_posted_at_once()
                races.opposite_order()
                races.overwrites_are_whole()
                races.input_goes_while_it_is_annotated()
                races.names_taken_at_once()
                print(
                    f"round {number + 1}: {races.broken} broken promises, {races.again} asked to try again", flush=True
                )
        finally:
            server.end()
    return 1 if races.broken else 0


if __name__ == "__main__":
    sys.exit(main())
