"""The app's vocabulary: adding, naming, ordering, colouring, archiving."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations_app.access import member_for
from annotations_app.errors import Invalid
from annotations_app.forms import ConceptForm
from annotations_app.models import AnnotationConcept, Concept, Member
from annotations_app.models.concept import COLOURS
from annotations_app.views.parts import PageRequest

COLOUR_NAMES = ("Yellow", "Indigo", "Pink", "Aqua", "Apricot", "Mint", "Sky", "Olive")


@require_GET
def list_concepts(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Show an app's concepts in their order, with how often each is used."""
    return _page(request, member_for(request.user, owner_id, app_id), ConceptForm())


@require_POST
def add(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Add a concept at the end."""
    member = member_for(request.user, owner_id, app_id, "add_concepts")
    form = ConceptForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form, status=422)
    name = form.cleaned_data["name"]
    try:
        Concept.objects.add(member.app, [(form.cleaned_data["id"] or name, name)])
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(request, member, form, status=422)
    return _done(request, member)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """Give a concept another name or colour."""
    member, concept = _concept(request, owner_id, app_id, pk)
    problem = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                concept.rename(request.POST.get("name", "").strip())
                concept.paint(_colour(request.POST.get("colour", "")))
        except Invalid as refusal:
            problem = refusal.message
        else:
            return redirect("concepts-list", owner_id, app_id)
    colours = list(enumerate(COLOUR_NAMES, start=1))
    shown = {"member": member, "concept": concept, "colours": colours, "problem": problem}
    return render(request, "concepts/edit.html", shown, status=422 if problem else 200)


@require_POST
def move(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """Move a concept one place up or down."""
    member, concept = _concept(request, owner_id, app_id, pk)
    concept.move(-1 if request.POST.get("to") == "up" else 1)
    return _done(request, member)


@require_POST
def archive(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """Take a concept out of pickers, or offer it again."""
    member, concept = _concept(request, owner_id, app_id, pk)
    if concept.archived_at is None:
        concept.archive()
    else:
        concept.restore()
    return _done(request, member)


def _concept(request: PageRequest, owner_id: str, app_id: str, pk: int) -> tuple[Member, Concept]:
    member = member_for(request.user, owner_id, app_id, "add_concepts")
    return member, get_object_or_404(Concept.objects.select_related("app"), app=member.app, pk=pk)


def _colour(sent: str) -> int | None:
    if sent == "":
        return None
    if not (sent.isascii() and sent.isdigit() and 1 <= int(sent) <= COLOURS):
        raise Invalid(f"colour: choose 1 to {COLOURS}.")
    return int(sent)


def _done(request: PageRequest, member: Member) -> HttpResponse:
    """Redraw the list where htmx asked, else go back to the page."""
    if request.htmx:
        return render(request, "concepts/_list.html", _shown(member))
    return redirect("concepts-list", member.app.owner.handle, member.app.public_id)


def _page(request: PageRequest, member: Member, form: ConceptForm, status: int = 200) -> HttpResponse:
    part = "concepts/_list.html" if request.htmx and status == 200 else "concepts/list.html"
    return render(request, part, {**_shown(member), "form": form}, status=status)


def _shown(member: Member) -> dict[str, object]:
    rows = list(Concept.objects.of(member.app))
    use = AnnotationConcept.objects.use_in(member.app)
    return {
        "member": member,
        "offered": [(row, use.get(row.pk, 0)) for row in rows if row.archived_at is None],
        "archived": [(row, use.get(row.pk, 0)) for row in rows if row.archived_at is not None],
    }


_APP = "apps/<str:owner_id>/<str:app_id>/concepts/"
urls = [
    path(_APP, list_concepts, name="concepts-list"),
    path(f"{_APP}add/", add, name="concepts-add"),
    path(f"{_APP}<int:pk>/edit/", edit, name="concepts-edit"),
    path(f"{_APP}<int:pk>/move/", move, name="concepts-move"),
    path(f"{_APP}<int:pk>/archive/", archive, name="concepts-archive"),
]
