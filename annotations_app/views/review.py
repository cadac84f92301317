"""Review: what others submitted, one input at a time; approving it and sending it back with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from annotations_app.access import input_for, member_for
from annotations_app.errors import Invalid
from annotations_app.models import Input, Member, deciding
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import next_to_review, to_review, under_review


@require_safe
def list_inputs(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """List the inputs with submitted work of others; those that I sent back come first."""
    member = member_for(request.user, owner_id, app_id, "review")
    entries, more = to_review(member)
    return render(request, "review/list.html", {"member": member, "entries": entries, "more": more})


@require_safe
def show(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Show one input with what people made on it."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    return render(request, "review/input.html", _board(member, there))


@require_POST
def approve(request: PageRequest, owner_id: str, app_id: str, input_id: str, annotation_id: str) -> HttpResponse:
    """Accept one annotation."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.approve(member, there.pk, annotation_id, base=_base(request))
    return _decided(request, member, there)


@require_POST
def send_back(request: PageRequest, owner_id: str, app_id: str, input_id: str, annotation_id: str) -> HttpResponse:
    """Return one annotation to its author with a reason."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.send_back(member, there.pk, annotation_id, _reason(request), base=_base(request))
    return _decided(request, member, there)


@require_POST
def approve_all(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Accept everything on the input that nobody decided."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.approve_input(member, there.pk, seq=_seq(request))
    return _decided(request, member, there)


@require_POST
def send_back_all(request: PageRequest, owner_id: str, app_id: str, input_id: str) -> HttpResponse:
    """Return the whole input with a reason."""
    member, there = input_for(request.user, owner_id, app_id, input_id, "review")
    deciding.send_back_input(member, there.pk, _reason(request), seq=_seq(request))
    return _decided(request, member, there)


def _decided(request: PageRequest, member: Member, there: Input) -> HttpResponse:
    if not request.htmx:
        return redirect("review-input", member.app.owner, member.app.public_id, there.public_id)
    there.refresh_from_db(fields=["seq"])
    return render(request, "review/_board.html", _board(member, there))


def _board(member: Member, there: Input) -> dict[str, object]:
    judged = under_review(member, there)
    return {
        "member": member,
        "input": there,
        "judged": judged,
        "undecided": sum(one.may_approve for one in judged),
        "next": next_to_review(member, but=there.pk),
    }


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
    path(_INPUT, show, name="review-input"),
    path(f"{_INPUT}approve/", approve_all, name="review-approve-all"),
    path(f"{_INPUT}send-back/", send_back_all, name="review-send-back-all"),
    path(f"{_INPUT}annotations/<annotation_id>/approve/", approve, name="review-approve"),
    path(f"{_INPUT}annotations/<annotation_id>/send-back/", send_back, name="review-send-back"),
]
