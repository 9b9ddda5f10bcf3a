"""Addresses of the registry."""

from django.urls import path

from tarazy.cases import views

app_name = "cases"

urlpatterns = [
    path("cases/", views.search, name="search"),
    path("case/<path:number>/", views.card, name="card"),
    path("cases/<uuid:case_uuid>/", views.case, name="case"),
    path("cases/<uuid:case_uuid>/file/", views.file, name="file"),
    path("cases/<uuid:case_uuid>/docket/", views.docket, name="docket"),
    path("cases/<uuid:case_uuid>/docket.csv", views.docket_csv, name="docket_csv"),
    path("cases/<uuid:case_uuid>/deadlines/", views.case_deadlines, name="case_deadlines"),
    path("cases/<uuid:case_uuid>/parties/", views.parties, name="parties"),
    path("cases/<uuid:case_uuid>/tasks/", views.case_tasks, name="case_tasks"),
    path("cases/<uuid:case_uuid>/related/", views.related, name="related"),
    path("cases/<uuid:case_uuid>/audit/", views.audit, name="audit"),
    path("cases/<uuid:case_uuid>/do/<slug:event>/", views.do, name="do"),
    path("cases/<uuid:case_uuid>/do/<slug:event>/sign/", views.sign, name="sign"),
    path("cases/<uuid:case_uuid>/do/<slug:event>/draft.pdf", views.draft, name="draft"),
    path("cases/<uuid:case_uuid>/register/", views.register, name="register"),
    path("cases/<uuid:case_uuid>/seal/", views.seal_case, name="seal"),
    path("cases/<uuid:case_uuid>/staff/", views.staff, name="staff"),
    path("cases/<uuid:case_uuid>/parties/new/", views.party_new, name="party_new"),
    path("cases/<uuid:case_uuid>/parties/<uuid:party_uuid>/leave/", views.party_leave, name="party_leave"),
    path(
        "cases/<uuid:case_uuid>/parties/<uuid:party_uuid>/succeed/", views.party_succeed, name="party_succeed"
    ),
    path("cases/<uuid:case_uuid>/parties/<uuid:party_uuid>/represent/", views.represent, name="represent"),
    path("cases/<uuid:case_uuid>/deadlines/<int:deadline>/", views.extend, name="extend"),
    path("emergency/", views.emergency_new, name="emergency_new"),
    path("emergency/<int:opening>/", views.emergency, name="emergency"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<int:section>/", views.inbox, name="section_inbox"),
    path("tasks/<uuid:task_uuid>/", views.task, name="task"),
    path("papers/", views.papers, name="papers"),
    path("papers/new/", views.paper_new, name="paper_new"),
    path("papers/<uuid:paper_uuid>/", views.paper, name="paper"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/change/", views.calendar_change, name="calendar_change"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
]
