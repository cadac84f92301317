"""Each operation of the target table: what we do over HTTP, beside what the database alone does for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from annotations_app.models import Annotation, Input, Status
from annotations_app.models.work import hand_out, next_input, submit
from bench.clock import Figure, Side, Work, crowd, measure
from bench.site import Person, Site
from bench.tables import operation_row
from bench.workload import A_BULK, BOXES_AN_INPUT, CLIENTS, PAGES, delete_body, patch_body, post_body

WARM = 5


@dataclass(frozen=True)
class Operation:
    """One line of the tables. `least` is the least share of the limit, `most_cpu` a bound in milliseconds.

    `law` says how the time may grow with the app: "flat" ones must not, by the gate of the growth table.
    """

    name: str
    ours: Callable[[Site], Work]
    limit: Callable[[Site], Work] | None = None
    least: float | None = None
    most_cpu: float | None = None
    law: str = "flat"
    times: int = 30
    inside: bool = False  # done by this process, not asked of the server

    def compare(self, site: Site) -> tuple[Figure | None, Figure]:
        """Measure the limit and us in turns."""
        us = self._side(site)
        if self.limit is None:
            return None, measure(us, times=self.times, warm=WARM)[0]
        limit, ours = measure(site.limits.side(self.limit(site)), us, times=self.times, warm=WARM)
        return limit, ours

    def grow(self, sites: list[Site]) -> list[Figure]:
        """Measure us in turns on apps of several sizes."""
        return measure(*(self._side(site) for site in sites), times=self.times, warm=WARM)

    def _side(self, site: Site) -> Side:
        work = self.ours(site)
        return site.limits.side(work) if self.inside else site.side(work)


def _post(many: int) -> Callable[[Site], Work]:
    return lambda site: site.call("POST", "/v2/annotations", post_body(site.first_input.public_id, many))


def _get(query: str) -> Callable[[Site], Work]:
    return lambda site: site.call("GET", f"/v2/annotations?{query}")


def _patch(site: Site) -> Work:
    made = site.posted(post_body(site.first_input.public_id, A_BULK))
    return site.calls("PATCH", "/v2/annotations", (patch_body(made, n % 2) for n in range(100)))


def _patch_limit(site: Site) -> Work:
    made = site.posted(post_body(site.first_input.public_id, A_BULK))
    return site.limits.patch([one["id"] for one in made])


def _delete(site: Site) -> Work:
    batches = (site.posted(post_body(site.first_input.public_id, A_BULK)) for _ in range(_DELETIONS + WARM))
    return site.calls("DELETE", "/v2/annotations", map(delete_body, batches))


def _of_one_input(site: Site) -> Work:
    there = Input.objects.get(app=site.app, public_id="i5").pk
    return site.limits.page(BOXES_AN_INPUT, f"a.input_id = {there}")


def _last_page(site: Site) -> Work:
    return site.call("GET", f"/v2/annotations?per_page=20&page={site.size // 20 - 2}")


def _next_input(site: Site) -> Work:
    first = Input.objects.filter(app=site.app).order_by("pk").values_list("pk", flat=True)[:500]
    hand_out(site.member(site.owner), list(first), [site.annotator])
    annotator = site.member(site.annotator)
    return lambda: next_input(annotator)


def _submit(site: Site) -> Work:
    """Submit inputs with their boxes, each once."""
    annotator, wanted = site.member(site.annotator), _with_open_work(site)
    return lambda: submit(annotator, next(wanted).pk)


def _submit_form(site: Site) -> Work:
    """Do so as the page does, which names each box."""
    person = Person(site.server.port, site.annotator)
    person.may_write()
    forms = []
    for there in _with_open_work(site):
        rows = Annotation.objects.filter(app=site.app, input=there, user=site.annotator, input_level=False)
        items = [f"{public_id} {rev}" for public_id, rev in rows.values_list("public_id", "rev")]
        path = f"/apps/{site.owner.handle}/{site.app.public_id}/inputs/{there.public_id}/submit/"
        forms.append((path, urlencode([("item", item) for item in items])))
    ready = iter(forms)
    return lambda: person.ask("POST", *next(ready))


def _with_open_work(site: Site) -> Iterator[Input]:
    """Make all boxes of some inputs open work of the annotator."""
    wanted = list(Input.objects.filter(app=site.app).order_by("pk")[10 : 10 + _SUBMISSIONS + WARM])
    rows = Annotation.objects.filter(app=site.app, input__in=wanted, user=site.annotator, input_level=False)
    rows.update(status=Status.PENDING)
    return iter(wanted)


def _export(site: Site) -> Work:
    person = Person(site.server.port, site.owner)
    path = f"/apps/{site.owner.handle}/{site.app.public_id}/exchange/coco.json"
    return lambda: person.ask("GET", path)


_DELETIONS = 12
_SUBMISSIONS = 20
_GET_LEAST = dict(zip(PAGES, (0.10, 0.12, 0.40), strict=True))

OPERATIONS = (
    Operation(f"POST {A_BULK} boxes", _post(A_BULK), lambda site: site.limits.post(A_BULK), 0.20),
    Operation("POST 1", _post(1), lambda site: site.limits.post(1), 0.15, times=60),
    *(
        Operation(
            f"GET page of {size}",
            _get(f"per_page={size}"),
            lambda site, size=size: site.limits.page(size, "a.worker_kind = 1"),
            _GET_LEAST[size],
        )
        for size in PAGES
    ),
    Operation("GET annotations of one input", _get("input_ids=i5"), _of_one_input, 0.07),
    Operation(
        "GET the last page by number",
        _last_page,
        lambda site: site.limits.walk(site.size - 60),
        0.7,
        law="+ 60 ns a row before",
        times=15,
    ),
    Operation(f"PATCH {A_BULK}", _patch, _patch_limit, 0.25),
    Operation(f"DELETE {A_BULK}", _delete, times=_DELETIONS),
    Operation(
        "my next input (the queue's read)",
        _next_input,
        lambda site: site.limits.queue(site.annotator.pk),
        0.12,
        times=60,
        inside=True,
    ),
    Operation(f"submit {BOXES_AN_INPUT} boxes", _submit, most_cpu=8.0, times=_SUBMISSIONS, inside=True),
    Operation(f"submit {BOXES_AN_INPUT} boxes, by the page's form", _submit_form, times=_SUBMISSIONS),
    Operation("export COCO", _export, lambda site: site.limits.export(), 0.25, law="n, memory flat", times=4),
)


def together(site: Site) -> None:
    """Compare posts by several clients at once with the same by several bare connections."""
    body = post_body(site.first_input.public_id, 1)
    bare = crowd([site.limits.another().post(1) for _ in range(CLIENTS)], 3)
    ours = crowd([site.call("POST", "/v2/annotations", body) for _ in range(CLIENTS)], 5)
    name = f"POST 1, {CLIENTS} clients (a call of all)"
    operation_row(name, Figure(bare, bare), Figure(ours, ours), least=0.08)
    print(f"{'':<4}that is {1000 / ours:,.0f} a second; the bare database in this process {1000 / bare:,.0f}")
