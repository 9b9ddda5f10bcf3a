"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tarazy.robot import views

app_name = "robot"
urlpatterns: list[URLPattern | URLResolver] = [
    path("robot/", views.runs, name="runs"),
    path("robot/runs/<uuid:run_id>/", views.run, name="run"),
    path("robot/runs/<uuid:run_id>/now/", views.fresh, name="fresh"),
    path("robot/runs/<uuid:run_id>/take/", views.take, name="take"),
    path("robot/runs/<uuid:run_id>/reject/", views.reject, name="reject"),
    path("robot/bans/", views.bans, name="bans"),
    path("robot/bans/new/", views.new_ban, name="new_ban"),
    path("robot/bans/<uuid:submission_id>/", views.sign_ban, name="sign_ban"),
    path("robot/bans/<uuid:submission_id>/paper/", views.ban_paper_pdf, name="ban_paper"),
    path("robot/bans/<uuid:submission_id>/content/", views.ban_content, name="ban_content"),
    path("robot/tables/", views.tables, name="tables"),
    path("robot/tables/<slug:slug>/", views.table, name="table"),
    path("robot/potential/", views.potential, name="potential"),
    path("robot/potential/<slug:slug>/", views.potential_of_category, name="potential_of_category"),
    path("robot/proposals/", views.proposals, name="proposals"),
    path("robot/proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("robot/proposals/<uuid:proposal_id>/decide/", views.decide, name="decide"),
    path("robot/batches/", views.batches, name="batches"),
    path("robot/batches/<uuid:batch_id>/", views.batch, name="batch"),
    path("robot/batches/<uuid:batch_id>/bar/", views.batch_bar, name="batch_bar"),
    path("robot/batches/<uuid:batch_id>/stop/", views.stop, name="stop_batch"),
]
