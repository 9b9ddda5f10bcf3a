"""From a finished draft to a case: one path, one case, whatever is pressed twice."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.actions.file_signed_claim import file_signed_claim
from tarazy.cabinet.models import Filing
from tarazy.cases.models import Case
from tests.cabinet.factories import a_filing, a_finished_draft, signed_paper
from tests.cases.factories import a_claimant, a_court

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture(autouse=True)
def demo(settings):
    settings.TARAZY_DEMO = True


def test_a_finished_draft_is_signed_and_filed(client: Client):
    by = a_claimant()
    draft = a_finished_draft(by)
    client.force_login(by)
    page = client.get(f"/kk/cabinet/file/{draft.pk}/", follow=True)
    assert page.status_code == 200
    filing = Filing.objects.get()
    address = f"/kk/cabinet/filings/{filing.uuid}/"
    page = client.get(address + "sign/", follow=True)
    assert page.status_code == 200, page.redirect_chain
    sent = client.post(address + "sign/", {"way": "demo"})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    again = client.post(address + "sign/", {"way": "demo"})
    assert again.status_code == 302
    case = Case.objects.get()
    receipt = client.get(sent.headers["Location"])
    assert receipt.status_code == 200
    filing.refresh_from_db()
    assert filing.case == case and filing.entry.number == 1
    assert filing.signed.sha256 in receipt.content.decode()
    assert client.get(address + "receipt.pdf").content[:5] == b"%PDF-"
    assert client.get(address).headers["Location"].endswith("/receipt/")
