"""What the labelling page shows of one input, to label or to review it: a whole page, or the part for a swap."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from annotations_app.film import ahead, ahead_in, film_around, film_of_review
from annotations_app.models import Act, Annotation, Change, Concept, Input, Member, Status, work
from annotations_app.models.annotation import OPEN
from annotations_app.text import concept_id_problem
from annotations_app.views.label_modules import modules_of
from annotations_app.views.label_rows import rows_of, rows_under_review
from annotations_app.views.parts import PageRequest

#: What is offered as a reason for skipping; people may write their own.
SKIP_REASONS = ("cannot be seen well", "not sure what it is", "no concept fits", "for somebody else")


def show(request: PageRequest, member: Member, on: Input, *, reviews: bool = False) -> HttpResponse:
    """Show one input: the whole page, or to who swaps the editor the part alone."""
    if request.htmx and request.htmx.target == "editor":
        return show_part(request, member, on, reviews=reviews)
    page = review_of(member, on) if reviews else page_of(request, member, on)
    return render(request, "label/page.html", page | {"modules": modules_of(page)})


def show_part(request: PageRequest, member: Member, on: Input, *, reviews: bool = False) -> HttpResponse:
    """Answer with the editor alone, which puts its address into the bar."""
    context = review_of(member, on) if reviews else page_of(request, member, on)
    response = render(request, "label/part.html", context)
    response["HX-Push-Url"] = f"{address_of(member, on)}{context['mode']}/{context.get('query', '')}"
    return response


def review_of(member: Member, on: Input) -> dict[str, Any]:
    """Collect what the page shows to who reviews the input: the same page with another panel."""
    film = film_of_review(member, on)
    seq = on.seq
    rows = rows_under_review(member, on)
    authors = {row.one.user_id: row.one for row in rows if row.is_decidable}
    return {
        "mode": "review",
        "readonly": not member.manages,
        "member": member,
        "on": on,
        "seq": seq,
        "rows": rows,
        "authors": list(authors.values()),
        "undecided": sum(row.is_decidable and row.one.status == Status.AWAITING_REVIEW for row in rows),
        "concepts": Concept.objects.of(member.app),
        "status": Status.SUCCESS.name,
        "film": film,
        "frame_page": "review-input",
        "labelling": member.user.labelling,
        "ahead": ahead_in(film),
        "list_of": reverse("review-list", args=[member.app.owner.handle, member.app.public_id]),
        "address": address_of(member, on),
    }


def page_of(request: PageRequest, member: Member, on: Input) -> dict[str, Any]:
    """Collect what the page of one input shows."""
    only = only_concept(request, member)
    holds = member.annotates and work.holds_work(member, on.pk)
    film = film_around(member, on)
    # The sequence is read before the rows: a page may only be older than it says, never newer.
    seq = on.seq
    rows, marker = rows_of(member, on), marker_of(member, on)
    return {
        "mode": "label",
        "readonly": not member.annotates,
        "member": member,
        "on": on,
        "seq": seq,
        "rows": rows,
        "marker": marker,
        "sent_back": sum(row.is_mine and row.one.status == Status.REVIEW_DENIED for row in rows),
        "image_reason": image_reason(member, on, marker),
        "concepts": Concept.objects.of(member.app),
        "status": work.drawn_status(member, holds).name,
        "holds": holds,
        "skip_reasons": SKIP_REASONS,
        "film": film,
        "frame_page": "label-edit",
        "ahead": ahead(member, on, film),
        "list_of": f"{queue_address(member)}{query_of(only)}",
        "has_review": member.reviews
        and any(row.is_decidable and row.one.status == Status.AWAITING_REVIEW for row in rows),
        "address": address_of(member, on),
        "only": only,
        "labelling": member.user.labelling,
        "query": query_of(only),
    }


def only_concept(request: PageRequest, member: Member) -> Concept | None:
    """Find the one concept that this round is about: it is carried in the address, nothing is stored."""
    public_id = request.GET.get("concept", "")
    if concept_id_problem(public_id):
        return None
    return Concept.objects.offered(member.app).filter(public_id=public_id).first()


def query_of(only: Concept | None) -> str:
    """Write what the addresses of this round carry along."""
    return f"?{urlencode({'concept': only.public_id})}" if only else ""


def marker_of(member: Member, on: Input) -> Annotation | None:
    """Find the empty annotation that hands the input to this person, while it is open."""
    mine = Annotation.objects.filter(app=member.app, input=on, user=member.user, status__in=OPEN)
    return mine.filter(is_empty=True, input_level=False).order_by("pk").first()


def image_reason(member: Member, on: Input, marker: Annotation | None) -> str:
    """Say why the whole image was sent back to this person, or ""."""
    if marker is None or marker.status != Status.REVIEW_DENIED:
        return ""
    changes = Change.objects.filter(app=member.app, input=on, annotation_id=marker.public_id, act=Act.SENT_BACK)
    return changes.order_by("-pk").values_list("reason", flat=True).first() or "sent back"


def address_of(member: Member, on: Input) -> str:
    """Return the address under which everything about one input is."""
    page = reverse("label-edit", args=[member.app.owner.handle, member.app.public_id, on.public_id])
    return page.removesuffix("label/")


def queue_address(member: Member) -> str:
    """Return the address of the person's queue."""
    return reverse("queue-mine", args=[member.app.owner.handle, member.app.public_id])
