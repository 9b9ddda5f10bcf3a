"""Addresses of the cabinet, with those of the constructor, the notices and the webhooks beside them."""

from importlib.util import find_spec

from django.urls import include, path

from tarazy.cabinet.views import filing, intake, papers, payments, service, share

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
    path("cabinet/", papers.my_cases, name="my_cases"),
    path("cabinet/cases/<uuid:case_uuid>/papers/", papers.papers, name="papers"),
    path("cabinet/cases/<uuid:case_uuid>/papers/<slug:code>/", papers.write, name="write"),
    path("cabinet/cases/<uuid:case_uuid>/motions/<int:number>/", papers.decide, name="decide"),
    path("cabinet/cases/<uuid:case_uuid>/service/", service.serve, name="serve"),
    path("cabinet/service/", service.my_services, name="my_services"),
    path("cabinet/service/<uuid:uuid>/", service.service, name="service"),
    path("cabinet/service/<uuid:uuid>/receipt.pdf", service.service_receipt, name="service_receipt"),
    path("registry/service/", service.unserved, name="unserved"),
    path("registry/intake/", intake.intakes, name="intakes"),
    path("registry/intake/<uuid:uuid>/", intake.intake, name="intake"),
    path("figures/electronic/", share.electronic, name="electronic"),
    path("figures/electronic.csv", share.electronic_csv, name="electronic_csv"),
    path("demo-bank/<slug:reference>/", payments.demo_bank_page, name="demo_bank"),
]
urlpatterns = [
    path("", include((cabinet, "cabinet"))),
    *(
        path("", include(f"tarazy.cabinet.{part}.urls"))
        for part in ("constructor", "notices", "webhooks")
        if find_spec(f"tarazy.cabinet.{part}") and find_spec(f"tarazy.cabinet.{part}.urls")
    ),
]
