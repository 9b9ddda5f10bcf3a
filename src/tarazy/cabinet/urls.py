"""Addresses of the cabinet, with those of the constructor and the notices under it."""

from importlib.util import find_spec

from django.urls import include, path

from tarazy.cabinet.views import filing, payments

cabinet = [
    path("cabinet/file/<uuid:draft_id>/", filing.file_draft, name="file_draft"),
    path("cabinet/filings/<uuid:uuid>/", filing.filing, name="filing"),
    path("cabinet/filings/<uuid:uuid>/fee/", filing.fee, name="fee"),
    path("cabinet/filings/<uuid:uuid>/sign/", filing.sign, name="sign"),
    path("cabinet/filings/<uuid:uuid>/sign/content/", filing.sign_content, name="sign_content"),
    path("cabinet/filings/<uuid:uuid>/paper.pdf", filing.paper, name="paper"),
    path("cabinet/filings/<uuid:uuid>/receipt/", filing.receipt, name="receipt"),
    path("cabinet/filings/<uuid:uuid>/receipt.pdf", filing.receipt_pdf, name="receipt_pdf"),
    path("cabinet/payments/<uuid:uuid>/", payments.payment, name="payment"),
    path("cabinet/bank/webhook/", payments.bank_webhook, name="bank_webhook"),
    path("demo-bank/<slug:reference>/", payments.demo_bank_page, name="demo_bank"),
]
urlpatterns = [
    path("", include((cabinet, "cabinet"))),
    # Floors inside the room with names of their own.
    path("", include("tarazy.cabinet.constructor.urls")),
    *(
        path("", include(f"tarazy.cabinet.{part}.urls"))
        for part in ("notices", "webhooks")
        if find_spec(f"tarazy.cabinet.{part}") and find_spec(f"tarazy.cabinet.{part}.urls")
    ),
]
