"""Addresses of documents."""

from django.urls import path

from tarazy.documents import views

app_name = "documents"

urlpatterns = [
    path("documents/", views.mine, name="mine"),
    path("documents/<uuid:document_id>/", views.document, name="document"),
    path("documents/<uuid:document_id>/view/", views.view, name="view"),
    path("documents/<uuid:document_id>/download/", views.download, name="download"),
    path("documents/<uuid:document_id>/reading/", views.reading, name="reading"),
    path("documents/<uuid:document_id>/reading/progress/", views.progress, name="progress"),
    path("documents/<uuid:document_id>/reading/<int:number>/", views.page, name="page"),
    path("documents/<uuid:document_id>/reading/<int:number>/picture/", views.picture, name="picture"),
]
