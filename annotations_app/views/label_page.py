"""What the labelling page shows of one input, as a whole page or as the part that a swap puts in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from annotations_app.film import ahead, film_around
from annotations_app.models import Annotation, Concept, Input, Member, work
from annotations_app.models.annotation import OPEN
from annotations_app.views.label_rows import rows_of
from annotations_app.views.parts import PageRequest

_SCRIPTS = settings.BASE_DIR / "static" / "js"
#: What the page begins with; the modules in editor/later are fetched when it is ready.
MODULES = sorted(
    f"js/{file.relative_to(_SCRIPTS).as_posix()}"
    for folder in ("editor", "editor/tools")
    for file in (_SCRIPTS / folder).glob("*.js")
)


def show(request: PageRequest, member: Member, on: Input) -> HttpResponse:
    """Show one input: the whole page, or to who swaps the editor the part alone."""
    if request.htmx and request.htmx.target == "editor":
        return show_part(request, member, on)
    return render(request, "label/page.html", page_of(request, member, on) | {"modules": MODULES})


def show_part(request: PageRequest, member: Member, on: Input) -> HttpResponse:
    """Answer with the editor alone, which puts its address into the bar."""
    context = page_of(request, member, on)
    response = render(request, "label/part.html", context)
    response["HX-Push-Url"] = f"{address_of(member, on)}label/{context['query']}"
    return response


def page_of(request: PageRequest, member: Member, on: Input) -> dict[str, Any]:
    """Collect what the page of one input shows."""
    only = only_concept(request, member)
    holds = work.holds_work(member, on.pk)
    film = film_around(member, on)
    # The sequence is read before the rows: a page may only be older than it says, never newer.
    return {
        "member": member,
        "on": on,
        "seq": on.seq,
        "rows": rows_of(member, on),
        "marker": marker_of(member, on),
        "concepts": Concept.objects.of(member.app),
        "status": work.drawn_status(member, holds).name,
        "holds": holds,
        "film": film,
        "ahead": ahead(member, on, film),
        "queue": queue_address(member),
        "address": address_of(member, on),
        "only": only,
        "labelling": member.user.labelling,
        "query": query_of(only),
    }


def only_concept(request: PageRequest, member: Member) -> Concept | None:
    """Find the one concept that this round is about: it is carried in the address, nothing is stored."""
    public_id = request.GET.get("concept", "")
    return Concept.objects.offered(member.app).filter(public_id=public_id).first() if public_id else None


def query_of(only: Concept | None) -> str:
    """Write what the addresses of this round carry along."""
    return f"?{urlencode({'concept': only.public_id})}" if only else ""


def marker_of(member: Member, on: Input) -> Annotation | None:
    """Find the empty annotation that hands the input to this person, while it is open."""
    mine = Annotation.objects.filter(app=member.app, input=on, user=member.user, status__in=OPEN)
    return mine.filter(is_empty=True, input_level=False).order_by("pk").first()


def address_of(member: Member, on: Input) -> str:
    """Return the address under which everything about one input is."""
    page = reverse("label-edit", args=[member.app.owner.handle, member.app.public_id, on.public_id])
    return page.removesuffix("label/")


def queue_address(member: Member) -> str:
    """Return the address of the person's queue."""
    return reverse("queue-mine", args=[member.app.owner.handle, member.app.public_id])
