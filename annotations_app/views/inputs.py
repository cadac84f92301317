"""An app's inputs: the grid with its filters, adding many files, one input by itself, and deleting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations_app.access import input_for, member_for
from annotations_app.errors import Invalid
from annotations_app.files import MAX_BYTES
from annotations_app.models import Concept, Input, Member, Status
from annotations_app.models.adding import InputDraft, add_inputs, same_content
from annotations_app.models.drafts import Refusal
from annotations_app.models.finding import (
    COUNTED,
    PEOPLE,
    InputFilter,
    Work,
    neighbours,
    number_of_inputs,
    page_of_inputs,
    work_on,
)
from annotations_app.models.input import UNFINISHED
from annotations_app.models.removing import delete_inputs
from annotations_app.shown import shown_on
from annotations_app.views.parts import PageRequest

OFFERED = (Status.PENDING, Status.AWAITING_REVIEW, Status.REVIEW_DENIED, Status.SUCCESS)
MAX_POLLED = 100
FILTER = ("status", "concept", "worker", "without", "name")


class Tile(msgspec.Struct):
    """One input in the grid, with what its annotations come to."""

    input: Input
    work: Work

    @property
    def is_waiting(self) -> bool:
        """Tell whether its picture is still to come."""
        return self.input.status in UNFINISHED

    @property
    def problem(self) -> str:
        """Return what is wrong with its file, as a sentence."""
        return _sentence(self.input.problem)


class Verdict(msgspec.Struct):
    """What became of one file: its input, or why it was not added; `same` is an input with the same content."""

    name: str
    input: Input | None = None
    problem: str = ""
    same: Input | None = None


@require_GET
def list_inputs(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show a page of the app's inputs, newest first, as far as the filter lets them through."""
    member = member_for(request.user, owner_id, app_id)
    wanted = _filter(request.GET)
    older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
    page = page_of_inputs(member, wanted, older=_plain(older), newer=_plain(newer))
    chosen = {name: value for name, value in request.GET.items() if name in FILTER and value}
    number = number_of_inputs(member, wanted)
    context = {
        "member": member,
        "number": min(number, COUNTED),
        "or_more": number > COUNTED,
        "tiles": _tiles(member, page.rows),
        "waiting": [row.pk for row in page.rows if row.status in UNFINISHED],
        "wanted": wanted,
        "statuses": OFFERED,
        "concepts": Concept.objects.filter(app=member.app).order_by("position", "pk"),
        "people": member.app.people(),
        "older": page.older and urlencode({**chosen, "older": page.older}),
        "newer": page.newer and urlencode({**chosen, "newer": page.newer}),
        "newest": urlencode(chosen) if older or newer else "",
    }
    return render(request, "inputs/_grid.html" if request.htmx else "inputs/list.html", context)


@require_GET
def progress(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Answer with the tiles whose pictures have come, and ask again for the others."""
    member = member_for(request.user, owner_id, app_id)
    pks = [
        int(pk) for pk in request.GET.get("waiting", "").split(",") if pk.isascii() and pk.isdigit() and len(pk) < 19
    ]
    rows = list(Input.objects.filter(app=member.app, pk__in=pks[:MAX_POLLED]).order_by("-pk"))
    context = {
        "member": member,
        "tiles": _tiles(member, [row for row in rows if row.status not in UNFINISHED]),
        "waiting": [row.pk for row in rows if row.status in UNFINISHED],
    }
    return render(request, "inputs/_progress.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Add files; each is judged by itself. Script sends them one by one, and gets the verdict's part only."""
    member = member_for(request.user, owner_id, app_id, "add_inputs")
    context: dict[str, Any] = {"member": member, "verdicts": [], "skips": True}
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if not files:
            raise Invalid("Choose files first.")
        context["skips"] = "skip" in request.POST
        context["verdicts"] = _added(member, files, refuse_same_content=context["skips"])
    return render(request, "inputs/_verdicts.html" if request.htmx else "inputs/add.html", context)


@require_GET
def detail(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Show one input with what is known of its file."""
    member, row = input_for(request.user, owner_id, app_id, input_id)
    same = same_content(member.app, [row.sha256]).get(row.sha256)
    older, newer = neighbours(member, row)
    context = {
        "member": member,
        "input": row,
        "tile": Tile(row, Work()),
        "shown": shown_on(member, row),
        "same": same if same and same.pk != row.pk else None,
        "older": older,
        "newer": newer,
    }
    return render(request, "inputs/detail.html", context)


@require_POST
def delete(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Delete the chosen inputs with all that hangs on them, all or none."""
    member = member_for(request.user, owner_id, app_id, "delete_inputs")
    ids = list(dict.fromkeys(request.POST.getlist("input")))
    if not ids:
        raise Invalid("Nothing was deleted: choose inputs first.")
    delete_inputs(member, ids)
    messages.success(request, f"{len(ids)} input{'' if len(ids) == 1 else 's'} deleted.")
    return redirect("inputs-list", owner_id, app_id)


def _filter(query: QueryDict) -> InputFilter:
    """Read the filter; what no page offers is refused. A status alone is one of people's work."""
    status, worker = query.get("status", ""), _plain(query.get("worker", ""))
    if status and status not in {str(int(one)) for one in Status}:
        raise Invalid("status: choose among the statuses of the page.")
    return InputFilter(
        status=int(status) if status else None,
        concept=_plain(query.get("concept", "")),
        worker=PEOPLE if status and not worker else worker,
        without="without" in query,
        name=_plain(query.get("name", "")).strip(),
    )


def _plain(value: str) -> str:
    if "\0" in value:
        raise Invalid("An id has no control characters.")
    return value[:200]


def _tiles(member: Member, rows: Sequence[Input]) -> list[Tile]:
    counts = work_on(member, rows)
    return [Tile(row, counts.get(row.pk, Work())) for row in rows]


def _added(member: Member, files: Iterable[UploadedFile[Any]], *, refuse_same_content: bool) -> list[Verdict]:
    """Add the files and say of each what became of it; they are read one after the other."""
    verdicts = []
    for file in files:
        name = (file.name or "")[:1024]
        draft = InputDraft(file_name=name, content=b"")
        if (file.size or 0) > MAX_BYTES:
            draft.problem = f"the file has more than {MAX_BYTES // 2**20} MiB"
        else:
            draft.content = file.read()
        [result] = add_inputs(member, [draft], refuse_same_content=refuse_same_content)
        if isinstance(result, Refusal):
            verdicts.append(Verdict(name, problem=_sentence(result.message)))
        else:
            same = same_content(member.app, [result.sha256]).get(result.sha256)
            verdicts.append(Verdict(name, result, same=same if same and same.pk != result.pk else None))
    return verdicts


def _sentence(problem: str) -> str:
    """Turn a refusal's message, which names a field of the API, into a sentence for a page."""
    plain = problem.removeprefix("data.image: ").rstrip(".")
    return f"{plain[:1].upper()}{plain[1:]}." if plain else ""


_APP = "apps/<str:owner_id>/<str:app_id>/inputs"
urls = [
    path(f"{_APP}/", list_inputs, name="inputs-list"),
    path(f"{_APP}/progress/", progress, name="inputs-progress"),
    path(f"{_APP}/add/", add, name="inputs-add"),
    path(f"{_APP}/delete/", delete, name="inputs-delete"),
    path(f"{_APP}/<str:input_id>/about/", detail, name="inputs-detail"),
]
