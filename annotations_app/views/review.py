"""Review: what others submitted, one input at a time on the labelling page, and its decisions for who has no script."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from annotations_app.access import input_for, member_for
from annotations_app.errors import Invalid
from annotations_app.models import Input, Member, deciding
from annotations_app.views.label_page import address_of, show, show_part
from annotations_app.views.label_rows import rows_under_review
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import next_to_review, to_review


@require_safe
def list_inputs(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """List the inputs with submitted work of others; those that I sent back come first."""
    member = member_for(request.user, owner_id, app_id, "review")
    entries, more = to_review(member)
    return render(request, "review/list.html", {"member": member, "entries": entries, "more": more})


@require_safe
def look(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Show one input with what people made on it, ready for decisions."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    return show(request, member, there, reviews=True)


@require_safe
def listed(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Show the list alone, for an editor whose page is older than what it saved."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    seq, address = there.seq, address_of(member, there)
    context = {"member": member, "address": address, "seq": seq, "rows": rows_under_review(member, there)}
    return render(request, "label/_annotations.html", context)


@require_safe
def go_on(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Open the next input that waits for this reviewer; behind the last one the list."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    following = next_to_review(member, after=there.pk)
    names = member.app.owner.handle, member.app.public_id
    if following is None:
        address = reverse("review-list", args=names)
        return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)
    if request.htmx:
        return show_part(request, member, Input.objects.named(member.app, following), reviews=True)
    return redirect("review-input", *names, following)


@require_POST
def approve(request: PageRequest, owner_id: str, app_id: str, input_id: str, annotation_id: str) -> HttpResponse:
    """Accept one annotation."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.approve(member, there.pk, annotation_id, base=_base(request))
    return _decided(member, there)


@require_POST
def send_back(request: PageRequest, owner_id: str, app_id: str, input_id: str, annotation_id: str) -> HttpResponse:
    """Return one annotation to its author with a reason."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.send_back(member, there.pk, annotation_id, _reason(request), base=_base(request))
    return _decided(member, there)


@require_POST
def approve_all(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Accept everything on the input that nobody decided."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.approve_input(member, there.pk, seq=_seq(request))
    return _decided(member, there)


@require_POST
def send_back_all(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Return the whole input with a reason."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.send_back_input(member, there.pk, _reason(request), seq=_seq(request))
    return _decided(member, there)


def _decided(member: Member, there: Input) -> HttpResponse:
    return redirect("review-input", member.app.owner, member.app.public_id, there.public_id)


def _base(request: PageRequest) -> UUID:
    try:
        return UUID(request.POST.get("base", ""))
    except ValueError:
        raise Invalid("base: it is the revision that the page showed.") from None


def _seq(request: PageRequest) -> int:
    seq = request.POST.get("seq", "")
    if not (seq.isascii() and seq.isdigit() and len(seq) < 19):
        raise Invalid("seq: it is the state that the page showed.")
    return int(seq)


def _reason(request: PageRequest) -> str:
    """Read the reason: the button's, or what was written."""
    return next((reason for reason in reversed(request.POST.getlist("reason")) if reason.strip()), "")


_INPUT = "apps/<owner_id>/<app_id>/inputs/<input_id>/review/"
urls = [
    path("apps/<owner_id>/<app_id>/review/", list_inputs, name="review-list"),
    path(_INPUT, look, name="review-input"),
    path(f"{_INPUT}rows/", listed, name="review-rows"),
    path(f"{_INPUT}next/", go_on, name="review-next"),
    path(f"{_INPUT}approve/", approve_all, name="review-approve-all"),
    path(f"{_INPUT}send-back/", send_back_all, name="review-send-back-all"),
    path(f"{_INPUT}annotations/<annotation_id>/approve/", approve, name="review-approve"),
    path(f"{_INPUT}annotations/<annotation_id>/send-back/", send_back, name="review-send-back"),
]
