"""Addresses of the ledger's pages."""

from django.urls import path

from tarazy.ledger import views

app_name = "ledger"

urlpatterns = [
    path("verify/ledger/", views.ledger, name="ledger"),
    path("verify/ledger/tarazy-verify.py", views.verifier, name="verifier"),
    path("verify/ledger/<slug:stream>/checkpoints.json", views.checkpoints, name="checkpoints"),
    path("verify/ledger/<slug:stream>/<int:number>/", views.entry, name="entry"),
    path("verify/ledger/<slug:stream>/<int:number>/bundle.json", views.bundle, name="bundle"),
]
