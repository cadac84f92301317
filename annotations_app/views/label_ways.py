"""Ways from one input to the next: submit, skip, go to a number or to what is not labelled yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from annotations_app.access import input_for
from annotations_app.errors import Invalid, Refused
from annotations_app.film import nth, without_mine
from annotations_app.models import Input, Member, work
from annotations_app.models.taking import gone_from, take_next
from annotations_app.text import new_ids, read_beside
from annotations_app.views.label_page import address_of, only_concept, query_of, queue_address, show_part
from annotations_app.views.parts import PageRequest

MOST_DIGITS = 9


@require_POST
def submit(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Submit what the form names, and go on to the next input; with nothing named only go on."""
    member, on = input_for(request.user, owner_id, app_id, input_id, "annotate")
    items = request.POST.getlist("item")
    if items:
        ids = new_ids()
        named = dict(_item(item, next(ids)) for item in items)
        with _saying_who_has_it(member, on):
            work.submit(member, on.pk, named)
    return _go_on(request, member, on)


@contextmanager
def _saying_who_has_it(member: Member, on: Input) -> Iterator[None]:
    """Let a refusal tell that the work went to somebody else, where it did."""
    try:
        yield
    except Refused:
        if gone := gone_from(member, on.pk):
            raise Refused(gone.says) from None
        raise


def _item(text: str, rev: str) -> tuple[str, work.Submission]:
    public_id, _, base = text.partition(" ")
    try:
        return public_id, work.Submission(read_beside(public_id, base), UUID(rev))
    except ValueError:
        raise Invalid("item: an annotation's id and revision.") from None


@require_POST
def skip(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Put the input at the end of the queue, and go on to the next."""
    member, on = input_for(request.user, owner_id, app_id, input_id, "annotate")
    with _saying_who_has_it(member, on):
        work.skip(member, on.pk, request.POST.get("reason", ""))
    return _go_on(request, member, on)


@require_GET
def go(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Go to the input with a number in the person's round, or without one to the next on which they have nothing."""
    member, on = input_for(request.user, owner_id, app_id, input_id)
    number = request.GET.get("number", "")
    if not number:
        there = without_mine(member, on)
        refusal = "You have labelled something on every input after this one."
    else:
        there = nth(member, int(number)) if number.isdecimal() and len(number) < MOST_DIGITS else None
        refusal = f"There is no number {number[:MOST_DIGITS]} here."
    if there is None:
        raise Refused(refusal)
    return _open(request, member, there)


def _go_on(request: PageRequest, member: Member, on: Input) -> HttpResponse:
    """Answer with the next input of the queue; at its end with the queue."""
    following = work.next_input(member, but=on.pk)
    if following is None and member.app.taking:
        following = take_next(member)
    if following:
        return _open(request, member, following)
    queue = f"{queue_address(member)}{query_of(only_concept(request, member))}"
    return HttpResponse(headers={"HX-Redirect": queue}) if request.htmx else redirect(queue)


def _open(request: PageRequest, member: Member, public_id: str) -> HttpResponse:
    if request.htmx:
        return show_part(request, member, Input.objects.named(member.app, public_id))
    query = query_of(only_concept(request, member))
    return redirect(f"{address_of(member, Input(public_id=public_id))}label/{query}")


_INPUT = "apps/<owner_id>/<app_id>/inputs/<input_id>/"
urls = [
    path(f"{_INPUT}submit/", submit, name="label-submit"),
    path(f"{_INPUT}skip/", skip, name="label-skip"),
    path(f"{_INPUT}go/", go, name="label-go"),
]
