from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "tarazy.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from tarazy.cases import exits, public
        from tarazy.cases.actions.acting_for import link_number
        from tarazy.cases.homes import register_homes
        from tarazy.cases.reading import hear_document_read
        from tarazy.cases.visibility import documents_open_to
        from tarazy.documents.access import document_read, register
        from tarazy.people.signals import number_confirmed

        number_confirmed.connect(link_number, dispatch_uid="cases.link_number")
        register(documents_open_to)
        register(documents_open_to, sealed=True)
        register_homes()
        exits.register("search", lambda seal: public.index_cases([seal.case_id]))
        document_read.connect(hear_document_read, dispatch_uid="cases.reading")
