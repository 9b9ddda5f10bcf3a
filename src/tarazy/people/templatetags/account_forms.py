"""`{% form_fields form %}`: any form in the shapes of GOV.UK Frontend, errors at the fields and summed up above."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

CLASSES = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (Input, "govuk-input"),
)
NARROW = {"code", "days", "iin", "bin", "representative_iin", "since", "until"}


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """The form's fields, hidden ones first, without its `<form>`."""
    shown = [_shown(field) for field in form.visible_fields()]
    return render_to_string("people/fields.html", {"form": form, "fields": shown})


@register.simple_tag
def form_errors(form: Any) -> SafeString | str:
    """The error summary of a form that was sent, with links to the fields; empty if nothing is wrong."""
    if not isinstance(form, forms.BaseForm) or not form.errors:
        return ""
    lines = [
        {"text": _named(form, name, text), "target": _target(form[name]) if name in form.fields else ""}
        for name, texts in form.errors.items()
        for text in texts
    ]
    return render_to_string("people/errors.html", {"lines": lines})


def _named(form: forms.BaseForm, name: str, text: str) -> str:
    """The error with its field's name: "This field is required", seven times, helps nobody."""
    if name not in form.fields or text != str(form.fields[name].error_messages.get("required")):
        return text
    return f"{form[name].label}: {text[:1].lower()}{text[1:]}"


def _shown(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    several = isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    described = [f"{field.auto_id}-hint"] * bool(field.help_text) + [f"{field.auto_id}-error"] * bool(
        field.errors
    )
    control: Any = ""
    if not several:
        widget.attrs.pop("placeholder", None)
        widget.attrs.pop("autofocus", None)
        attributes = {"class": _classes(field)}
        if described:
            attributes["aria-describedby"] = " ".join(described)
        control = field.as_widget(attrs=attributes)
    return {
        "field": field,
        "control": control,
        "several": several,
        "many": isinstance(widget, forms.CheckboxSelectMultiple),
        "tick": isinstance(widget, forms.CheckboxInput),
        "described": " ".join(described),
        "optional": not field.field.required and not isinstance(widget, forms.CheckboxInput) and not several,
    }


def _classes(field: BoundField) -> str:
    found = next(classes for kind, classes in CLASSES if isinstance(field.field.widget, kind))
    if field.name in NARROW:
        found += " govuk-input--width-20"
    return f"{found} {found.split()[0]}--error" if field.errors else found


def _target(field: BoundField) -> str:
    several = isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    return f"{field.auto_id}_0" if several else field.auto_id
