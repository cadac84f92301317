"""Trouble between browser and server, by a seed: answers lost, refused and late. Only the tests' settings load this."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

REFUSED, LOST, LATE = 0.2, 0.2, 0.2


class Plan:
    """What happens to the next save calls, and how often it did."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.happened = {"refused": 0, "lost": 0, "late": 0, "fine": 0}

    def draw(self) -> str:
        """Choose what happens to a call."""
        dice = self.random.random()
        marks = {"refused": REFUSED, "lost": REFUSED + LOST, "late": REFUSED + LOST + LATE}
        kind = next((kind for kind, mark in marks.items() if dice < mark), "fine")
        self.happened[kind] += 1
        return kind


class Switch:
    """Holds the plan while a test wants trouble."""

    plan: Plan | None = None


def faults(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stand between the server and the save call."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        plan = Switch.plan
        if plan is None or not request.path.endswith("/changes/"):
            return get_response(request)
        kind = plan.draw()
        if kind == "refused":
            status = plan.random.choice((429, 500, 503))
            return HttpResponse(
                "<h1>Not now</h1>", status=status, headers={"Retry-After": "1"} if status == 429 else None
            )
        if kind == "late":
            time.sleep(plan.random.uniform(0.05, 0.4))
        response = get_response(request)
        return HttpResponse("<h1>The gateway gave up</h1>", status=504) if kind == "lost" else response

    return middleware
