"""What people fill in. Rules live on the models; a form only reads the fields and shows what is wrong beside them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from annotations_app.errors import Invalid
from annotations_app.models import App, OpenSuggestions, Role, User
from annotations_app.models.membership import SCOPES
from annotations_app.text import name_problem

EXPIRIES = (("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year"), ("", "Never"))
MOST_KEYS, MOST_BINDINGS = 100, 4
BINDING = re.compile(r"\S{1,24}")
EXTRA_SCOPES = (("Inputs:Add", "Add inputs"), ("Concepts:Add", "Add concepts"))
ROLES = (
    (Role.ANNOTATOR.value, "Annotator: labels what is handed out"),
    (Role.REVIEWER.value, "Reviewer: also approves and sends back"),
    (Role.MANAGER.value, "Manager: everything but settings and keys"),
    (Role.VIEWER.value, "Viewer: looks and exports"),
)


class PlainForm(forms.Form):
    """A form whose model refuses with Invalid("field: what is wrong.")."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Invalid) -> None:
        """Show the model's refusal beside the field that it names, else above the form."""
        name, _, text = refusal.message.partition(": ")
        name = name.rpartition(".")[2]
        if text and name in self.fields:
            self.add_error(name, text[0].upper() + text[1:])
        else:
            self.add_error(None, refusal.message)


class NewAppForm(PlainForm):
    """Makes an app."""

    name = forms.CharField(max_length=1024, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}))
    id = forms.CharField(
        max_length=128,
        required=False,
        label="Id",
        help_text="What scripts call it. It stays for ever; left empty, it is made from the name.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AppForm(PlainForm):
    """An app's settings."""

    name = forms.CharField(max_length=1024)
    description = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What annotators should know: how tight a box is, what to leave out.",
    )
    needs_review = forms.BooleanField(
        required=False,
        label="Work of annotators is reviewed",
        help_text="What they submit waits until a reviewer approves it or sends it back.",
    )
    blind = forms.BooleanField(
        required=False,
        label="Annotators work blind",
        help_text="On an input they see nobody else's work before they have submitted their own.",
    )
    taking = forms.BooleanField(
        required=False,
        label="Annotators take work themselves",
        help_text="They may take inputs from what nobody holds, beside what is handed out.",
    )
    open_suggestions = forms.ChoiceField(
        choices=OpenSuggestions.choices,
        label="Suggestions that are still open when work is submitted",
        help_text="Holds on the labelling page, for those that it shows; what a script submits answers none.",
    )
    review_reasons = forms.CharField(
        required=False,
        label="Reasons for sending back",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Up to nine, one a line. Reviewers choose one by a digit, or write their own.",
    )

    def clean_review_reasons(self) -> list[str]:
        """Split the lines."""
        return [line.strip() for line in self.cleaned_data["review_reasons"].splitlines() if line.strip()]

    @classmethod
    def of(cls, app: App) -> AppForm:
        """Show an app's settings as they are."""
        values = {name: getattr(app, name) for name in cls.base_fields}
        return cls(initial={**values, "review_reasons": "\n".join(app.review_reasons)})


class InvitationForm(PlainForm):
    """Makes a link that lets one person in."""

    role = forms.ChoiceField(choices=ROLES, initial=Role.ANNOTATOR.value)
    days = forms.TypedChoiceField(
        choices=(("1", "1 day"), ("7", "7 days"), ("30", "30 days")), coerce=int, initial="7", label="Open for"
    )
    scopes = forms.MultipleChoiceField(
        choices=EXTRA_SCOPES, required=False, label="May also", widget=forms.CheckboxSelectMultiple
    )


class ConceptForm(PlainForm):
    """Adds a concept."""

    name = forms.CharField(
        max_length=1024, label="New concept", widget=forms.TextInput(attrs={"autocomplete": "off", "required": True})
    )
    id = forms.CharField(
        max_length=128,
        required=False,
        label="Id",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "as the name"}),
    )


class ManyConceptsForm(PlainForm):
    """Adds a concept for each line."""

    lines = forms.CharField(
        label="One concept a line",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Each line is name and id at once. What is here already is passed over.",
    )

    def clean_lines(self) -> list[str]:
        """Split the lines, each concept once."""
        return list(dict.fromkeys(line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()))

    def refuse_line(self, refusal: Invalid, lines: list[str]) -> None:
        """Say which line the model refused, and why."""
        where, _, text = refusal.message.partition(": ")
        number = re.search(r"\d+", where)
        line = lines[int(number[0])] if number else ""
        self.add_error("lines", f"“{line[:60]}”: {text}")


class KeyForm(PlainForm):
    """Makes a key."""

    description = forms.CharField(
        max_length=1024,
        label="Name",
        help_text="What will use it, so that you know later which to delete.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    app = forms.ChoiceField(
        required=False, label="Works for", help_text="A key of one app is safer to hand to a script."
    )
    expires = forms.ChoiceField(choices=EXPIRIES, required=False, initial="90", label="Ends")
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in SCOPES if scope != "All"],
        required=False,
        label="Scopes",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(app.pk), f"Only {app.name}") for app in App.objects.filter(owner=user).order_by("name", "pk")]
        field = self.fields["app"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "All my apps (personal access token)"), *own]

    @property
    def expires_at(self) -> datetime | None:
        """Return when the key ends, or None."""
        days = self.cleaned_data["expires"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class LabellingForm(PlainForm):
    """How a person wants the labelling page to listen; `keys` is JSON, {action: [binding, ...]}, made by script."""

    single_keys = forms.ChoiceField(
        label="Keys without Ctrl work",
        choices=[
            ("everywhere", "everywhere on the labelling page"),
            ("picture", "only while the picture has the focus"),
            ("off", "not at all"),
        ],
    )
    wheel = forms.ChoiceField(
        label="The mouse wheel", choices=[("zoom", "zooms"), ("scroll", "scrolls; with Ctrl it zooms")]
    )
    keys = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_keys(self) -> dict[str, list[str]]:
        """Refuse what the page would never send."""
        keys = self.cleaned_data["keys"] or {}
        if not (isinstance(keys, dict) and len(keys) <= MOST_KEYS):
            raise forms.ValidationError("Own keys are named by action.")
        for action, bindings in keys.items():
            fine = isinstance(bindings, list) and len(bindings) <= MOST_BINDINGS
            if not fine or not all(isinstance(one, str) and BINDING.fullmatch(one) for one in [action, *bindings]):
                raise forms.ValidationError("A binding is a short word such as N or Ctrl+D.")
        return keys


class ProfileForm(PlainForm):
    """A person's names and address."""

    first_name = forms.CharField(max_length=150, required=False)
    last_name = forms.CharField(max_length=150, required=False)
    email = forms.EmailField(required=False, label="E-mail", help_text="Kept for later: no mail is sent yet.")

    def clean(self) -> dict[str, Any]:
        """Refuse names that cannot be shown on one line."""
        for name in ("first_name", "last_name"):
            if problem := name_problem(self.cleaned_data.get(name, "")):
                self.add_error(name, f"{problem[0].upper()}{problem[1:]}.")
        return self.cleaned_data
