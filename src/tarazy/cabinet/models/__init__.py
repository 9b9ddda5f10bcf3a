"""What the cabinet stores: papers on their way to the court, payments, service, intake of paper."""

from tarazy.cabinet.models.filings import ApiFiling, Filing
from tarazy.cabinet.models.intake import Intake
from tarazy.cabinet.models.payments import BankEvent, DemoBankOrder, Payment
from tarazy.cabinet.models.service import ServiceOfDocument

__all__ = ["ApiFiling", "BankEvent", "DemoBankOrder", "Filing", "Intake", "Payment", "ServiceOfDocument"]
