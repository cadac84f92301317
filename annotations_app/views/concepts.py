"""The app's vocabulary: adding, naming, ordering, colouring, archiving."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations_app.access import member_for
from annotations_app.errors import Invalid
from annotations_app.forms import ConceptForm, ManyConceptsForm
from annotations_app.models import AnnotationConcept, Concept, Member
from annotations_app.models.concept import COLOURS
from annotations_app.statistics import is_large
from annotations_app.views.parts import PageRequest

PAGE = 100
SEARCHED = 20  # a list longer than this has a field to search it
MAX_PLACE = 10**6
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
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            Concept.objects.add(member.app, [(form.cleaned_data["id"] or name, name)])
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{name} is added.")
            return redirect("concepts-list", owner_id, app_id)
    return _page(request, member, form, status=422)


@require_POST
def add_many(request: PageRequest, owner_id: str, app_id: str) -> HttpResponse:
    """Add a concept for each line, all or none; lines that name concepts of the app are passed over."""
    member = member_for(request.user, owner_id, app_id, "add_concepts")
    form = ManyConceptsForm(request.POST)
    if form.is_valid():
        lines = form.cleaned_data["lines"]
        there = set(Concept.objects.filter(app=member.app, public_id__in=lines).values_list("public_id", flat=True))
        try:
            made = Concept.objects.add(member.app, [(line, line) for line in lines if line not in there])
        except Invalid as refusal:
            form.refuse_line(refusal, [line for line in lines if line not in there])
        else:
            known = f"; {len(there)} {'was' if len(there) == 1 else 'were'} here already" if there else ""
            messages.success(request, f"{len(made)} concept{'' if len(made) == 1 else 's'} added{known}.")
            return redirect("concepts-list", owner_id, app_id)
    return _page(request, member, ConceptForm(), status=422, many=form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, owner_id: str, app_id: str, pk: int) -> HttpResponse:
    """Give a concept another name, colour or place."""
    member, concept = _concept(request, owner_id, app_id, pk)
    problem = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                concept.rename(request.POST.get("name", "").strip())
                concept.paint(_colour(request.POST.get("colour", "")))
                if wanted := request.POST.get("place", ""):
                    concept.move_to(_place(wanted))
        except Invalid as refusal:
            problem = refusal.message
        else:
            messages.success(request, f"{concept} is saved.")
            return redirect("concepts-list", owner_id, app_id)
    offered = list(Concept.objects.offered(member.app).values_list("pk", flat=True))
    place = offered.index(concept.pk) + 1 if concept.pk in offered else None
    colours = list(enumerate(COLOUR_NAMES, start=1))
    shown = {"member": member, "concept": concept, "colours": colours, "problem": problem}
    shown |= {"place": place, "places": len(offered)}
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


def _place(sent: str) -> int:
    if not (sent.isascii() and sent.isdigit() and 1 <= int(sent) <= MAX_PLACE):
        raise Invalid("place: write a number from 1.")
    return int(sent)


def _done(request: PageRequest, member: Member) -> HttpResponse:
    """Redraw the part of the list that was shown where htmx asked, else go back to the page."""
    if request.htmx:
        return render(request, "concepts/_list.html", _shown(request, member))
    there = reverse("concepts-list", args=[member.app.owner.handle, member.app.public_id])
    return redirect(f"{there}?{request.GET.urlencode()}" if request.GET else there)


def _page(
    request: PageRequest,
    member: Member,
    form: ConceptForm,
    status: int = 200,
    many: ManyConceptsForm | None = None,
) -> HttpResponse:
    part = "concepts/_list.html" if request.htmx and status == 200 else "concepts/list.html"
    shown = {**_shown(request, member), "form": form, "many": many or ManyConceptsForm()}
    return render(request, part, shown, status=status)


def _shown(request: PageRequest, member: Member) -> dict[str, object]:
    """List a page of the concepts, or of those whose name or id contains what is looked for."""
    looked_for = request.GET.get("name", "").strip()[:200]
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    rows = list(Concept.objects.of(member.app))
    numbered = [(row, place) for place, row in enumerate(rows, start=1)]
    found = [
        (row, place)
        for row, place in numbered
        if looked_for.casefold() in row.name.casefold() or looked_for.casefold() in row.public_id.casefold()
    ]
    page = found[first : first + PAGE]
    counts = not is_large(member.app)
    use = AnnotationConcept.objects.use_in(member.app, [row for row, _ in page]) if counts else {}
    offered = [(row, place, use.get(row.pk, 0)) for row, place in page if row.archived_at is None]
    query = {"name": looked_for} if looked_for else {}
    return {
        "member": member,
        "counts": counts,
        "number": len(found),
        "looked_for": looked_for,
        "offered": offered,
        "last_place": sum(row.archived_at is None for row in rows),
        "archived": [(row, use.get(row.pk, 0)) for row, _ in page if row.archived_at is not None],
        "here": urlencode({**query, **({"from": first} if first else {})}),
        "before": urlencode({**query, "from": max(first - PAGE, 0)}) if first else "",
        "after": urlencode({**query, "from": first + PAGE}) if first + PAGE < len(found) else "",
        "searches": len(rows) > SEARCHED or bool(looked_for),
    }


_APP = "apps/<str:owner_id>/<str:app_id>/concepts/"
urls = [
    path(_APP, list_concepts, name="concepts-list"),
    path(f"{_APP}add/", add, name="concepts-add"),
    path(f"{_APP}add-many/", add_many, name="concepts-add-many"),
    path(f"{_APP}<int:pk>/edit/", edit, name="concepts-edit"),
    path(f"{_APP}<int:pk>/move/", move, name="concepts-move"),
    path(f"{_APP}<int:pk>/archive/", archive, name="concepts-archive"),
]
