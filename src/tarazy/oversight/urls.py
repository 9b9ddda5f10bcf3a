"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from tarazy.oversight.views import alarms, cases, own, statistics, systems, uses

app_name = "oversight"
urlpatterns = [
    path("ai/", systems.systems, name="systems"),
    path("ai/bands/", systems.bands, name="bands"),
    path("ai/bands.csv", systems.bands_csv, name="bands_csv"),
    path("ai/uses/", uses.uses, name="uses"),
    path("ai/uses/audit.zip", uses.audit, name="audit"),
    path("ai/alarms/", alarms.alarms, name="alarms"),
    path("ai/alarms/<int:pk>/", alarms.alarm, name="alarm"),
    path("ai/own/", own.own, name="own"),
    path("ai/systems/<str:slug>/", systems.system, name="system"),
    path("ai/systems/<str:slug>/switch/", systems.switch, name="switch"),
    path("ai/systems/<str:slug>/review/", systems.review, name="review"),
    path("ai/versions/<int:pk>/sign/", systems.sign, name="sign"),
    path("cases/<uuid:case_uuid>/ai/", cases.in_case, name="case"),
    path("cases/<uuid:case_uuid>/ai/object/", cases.object_here, name="object"),
    path("cases/<uuid:case_uuid>/ai/without/", cases.without, name="without"),
    path("cases/<uuid:case_uuid>/ai/own/", cases.own_here, name="own_here"),
    path("cases/<uuid:case_uuid>/ai/<int:pk>/answer/", cases.answer, name="answer"),
    path("cases/<uuid:case_uuid>/ai/<int:pk>/withdraw/", cases.withdraw_here, name="withdraw"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<slug:figure>.csv", statistics.csv_file, name="statistics_csv"),
    path("statistics/<slug:figure>.svg", statistics.svg_file, name="statistics_svg"),
]
