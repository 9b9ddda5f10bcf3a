"""Addresses of practice analytics."""

from django.urls import path

from tarazy.practice import views

app_name = "practice"

urlpatterns = [
    path("practice/", views.ask, name="ask"),
    path("practice/answers/<uuid:job_id>/", views.answer, name="answer"),
    path("practice/answers/<uuid:job_id>/distinction/", views.answer_distinction, name="answer_distinction"),
    path("practice/answers/<uuid:job_id>/<str:part>/", views.answer_part, name="answer_part"),
    path("practice/categories/", views.categories, name="categories"),
    path("practice/categories.csv", views.categories_csv, name="categories_csv"),
    path("practice/categories/<slug:slug>/", views.category, name="category"),
    path("practice/categories/<slug:slug>/<str:figure>.csv", views.category_csv, name="category_csv"),
    path("practice/anomalies/", views.anomalies, name="anomalies"),
    path("practice/anomalies.csv", views.anomalies_csv, name="anomalies_csv"),
    path("practice/anomalies/<int:anomaly_id>/", views.anomaly, name="anomaly"),
    *(
        path(f"desk/<uuid:draft_id>/practice/{name}/", views.beside, {"name": name}, name=f"beside_{name}")
        for name in ("category", "analogues", "forecast", "anomalies", "trace")
    ),
    path("desk/<uuid:draft_id>/practice/note/", views.beside_note, name="beside_note"),
    path("desk/<uuid:draft_id>/practice/distinction/", views.beside_distinction, name="beside_distinction"),
    path("practice/uniformity/", views.uniformity, name="uniformity"),
    path("practice/uniformity.csv", views.uniformity_csv, name="uniformity_csv"),
    path("practice/measures/", views.measures, name="measures"),
    path("practice/measures/<str:figure>.csv", views.measures_csv, name="measures_csv"),
]
