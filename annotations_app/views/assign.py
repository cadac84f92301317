"""Handing out: which inputs, to whom, and what will happen before it happens."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from annotations_app.access import member_for
from annotations_app.errors import Invalid, Refused
from annotations_app.models import Concept, Member, Status, User
from annotations_app.models.finding import PEOPLE, InputFilter
from annotations_app.models.handing_on import hand_on, held_in, take_back
from annotations_app.models.work import Plan, hand_out, plan_hand_out
from annotations_app.statistics import is_large
from annotations_app.views.parts import PageRequest
from annotations_app.worklists import Choice, chosen, found_for, model_versions

TILES = 60
STATUSES = (Status.SUCCESS, Status.PENDING, Status.AWAITING_REVIEW, Status.REVIEW_DENIED)


class Wanted(msgspec.Struct):
    """What the form asks for."""

    choice: Choice
    people: list[User]
    everybody: bool = False
    check_of: str = ""


@require_safe
def choose(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show the form, what it finds, and, where people are chosen, what handing out will do."""
    member = member_for(request.user, owner_id, app_id, "manage")
    here = list(member.app.people().exclude(pk__in=_viewers(member)))
    wanted = _wanted(request.GET, here)
    found = list(found_for(member, wanted.choice)[: TILES + 1])
    sent = [(name, value) for name, values in request.GET.lists() for value in values]
    context: dict[str, Any] = {
        "member": member,
        "wanted": wanted,
        "found": found[:TILES],
        "more": len(found) > TILES,
        "hidden": sent,
        "kept": sorted(set(wanted.choice.ticked) - {one.public_id for one in found[:TILES]}),
        "unticked": urlencode([(name, value) for name, value in sent if name != "input"]),
        **_planned(member, wanted),
    }
    if request.htmx:
        return render(request, "assign/_found.html", context)
    concepts = Concept.objects.offered(member.app)
    context |= {"people": here, "statuses": STATUSES, "concepts": concepts, "models": model_versions(member)}
    context["held"] = [] if is_large(member.app) else held_in(member)
    return render(request, "assign/choose.html", context)


@require_POST
def these(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Go from inputs that were chosen elsewhere to the page that hands them out."""
    member = member_for(request.user, owner_id, app_id, "manage")
    ids = request.POST.getlist("input")
    if not ids:
        raise Invalid("Choose inputs first.")
    query = urlencode([("work", "any"), *(("input", public_id) for public_id in ids[:TILES])])
    return redirect(f"{reverse('assign-choose', args=[member.app.owner, member.app.public_id])}?{query}")


@require_POST
def give(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Hand out as planned; refused where it would no longer be what the page showed."""
    member = member_for(request.user, owner_id, app_id, "manage")
    here = list(member.app.people().exclude(pk__in=_viewers(member)))
    wanted = _wanted(request.POST, here)
    with transaction.atomic():
        pks = chosen(member, wanted.choice)
        plan = hand_out(member, pks, wanted.people, everybody=wanted.everybody, check_of=wanted.check_of)
        if str(plan.total) != request.POST.get("expected"):
            raise Refused("Something changed meanwhile, and this would hand out something else. Look again.")
    shares = ", ".join(f"{len(share)} to {person}" for person, share in plan.shares if share)
    messages.success(request, f"Handed out: {shares}.")
    return redirect("apps-overview", owner_id, app_id)


@require_safe
def held(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show who holds how much open work, to hand it on or take it back."""
    member = member_for(request.user, owner_id, app_id, "manage")
    here = list(member.app.people().exclude(pk__in=_viewers(member)))
    return render(request, "assign/held.html", {"member": member, "held": held_in(member), "people": here})


@require_POST
def hand_over(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Hand a person's open work on to another, or take back what they have not begun where nobody is named."""
    member = member_for(request.user, owner_id, app_id, "manage")
    person = User.objects.filter(handle=request.POST.get("person", "").replace("\0", "")).first()
    if person is None:
        raise Invalid("Choose whose work to move.")
    sent = request.POST.get("number", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 7):
        raise Invalid("Write a number of inputs.")
    if to := request.POST.get("to", ""):
        other = next((one for one in member.app.people().exclude(pk__in=_viewers(member)) if one.handle == to), None)
        if other is None:
            raise Invalid("This person does not label in this app.")
        number = hand_on(member, person, other, int(sent))
        said = f"{_inputs(number)} handed on from {person.full_name} to {other.full_name}."
    else:
        number = take_back(member, person, int(sent))
        said = f"{_inputs(number)} taken back from {person.full_name}."
    messages.success(request, said)
    return redirect("assign-held", owner_id, app_id)


def _inputs(number: int) -> str:
    return f"{number} input{'' if number == 1 else 's'}"


def _viewers(member: Member) -> Any:
    return member.app.collaborators.filter(until=None, role="viewer").values("user")


def _wanted(query: QueryDict, here: list[User]) -> Wanted:
    """Read the form; what no page offers is refused."""
    for name, values in query.lists():
        if any("\0" in value or len(value) > 200 for value in values):
            raise Invalid(f"{name}: this cannot be looked for.")
    status = query.get("status", "")
    if status and status not in {str(int(one)) for one in Status}:
        raise Invalid("status: choose among the statuses of the page.")
    work = query.get("work", "nobody")
    worker = query.get("worker", "")
    choice = Choice(
        InputFilter(
            status=int(status) if status else None,
            concept=query.get("concept", ""),
            worker=PEOPLE if status and not worker else worker,
            without=work == "without",
            name=query.get("name", "").strip(),
        ),
        nobody=work == "nobody",
        ticked=query.getlist("input"),
    )
    handles = set(query.getlist("people"))
    people = [person for person in here if person.handle in handles]
    if len(people) < len(handles):
        raise Invalid("people: somebody does not work in this app any more.")
    return Wanted(choice, people, query.get("split") == "everybody", query.get("check_of", ""))


def _planned(member: Member, wanted: Wanted) -> dict[str, Plan | str | int]:
    """Work out what would happen, or say why nothing can."""
    pks = chosen(member, wanted.choice)
    if not wanted.people or not pks:
        return {"number": len(pks)}
    try:
        plan = plan_hand_out(member, pks, wanted.people, everybody=wanted.everybody, check_of=wanted.check_of)
    except Invalid as refusal:
        return {"number": len(pks), "problem": refusal.message}
    return {"number": len(pks), "plan": plan}


urls = [
    path("apps/<owner_id>/<app_id>/assign/", choose, name="assign-choose"),
    path("apps/<owner_id>/<app_id>/assign/chosen/", these, name="assign-chosen"),
    path("apps/<owner_id>/<app_id>/assign/held/", held, name="assign-held"),
    path("apps/<owner_id>/<app_id>/assign/held/over/", hand_over, name="assign-hand-over"),
    path("apps/<owner_id>/<app_id>/assign/hand-out/", give, name="assign-give"),
]
