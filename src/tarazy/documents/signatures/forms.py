"""The form of `documents/sign.html`. The key file and its password are read here and never kept."""

from __future__ import annotations

from django import forms

LARGEST_CMS_TEXT = 200_000  # characters of base64; a signature has 5–20 KB


class SignForm(forms.Form):
    """Takes what was sent; whether it signs, `choices.sign_pdf_for` says, so that there is one place for it."""

    way = forms.CharField(required=False, max_length=20)
    key_file = forms.FileField(required=False, allow_empty_file=True)
    key_password = forms.CharField(required=False, max_length=200, strip=False)
    ticket = forms.CharField(required=False, max_length=4000)
    cms = forms.CharField(required=False, max_length=LARGEST_CMS_TEXT)
