"""Addresses of the judge's desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tarazy.acts.desk.views import bench, desk, history, key, signed, signing, tools, writing

app_name = "desk"
_draft = "desk/<uuid:draft_id>"
_act = "desk/acts/<uuid:act_id>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", desk.index, name="index"),
    path("desk/open/", key.unlock, name="unlock"),
    path("desk/opened/", key.opened, name="opened"),
    path("desk/lock/", key.lock, name="lock"),
    path("desk/word/", key.word, name="word"),
    path("desk/word/new/", key.word_new, name="word_new"),
    path("desk/recovery/", key.recovery, name="recovery"),
    path("desk/start/<uuid:case_uuid>/", desk.start, name="start"),
    path(f"{_act}/", signed.act, name="act"),
    path(f"{_act}/words.docx", signed.docx, name="act_docx"),
    path(f"{_act}/further/<slug:code>/", signed.further, name="further"),
    path(f"{_draft}/", writing.draft, name="draft"),
    path(f"{_draft}/save/", writing.save, name="save"),
    path(f"{_draft}/practice/", writing.practice, name="practice"),
    path(f"{_draft}/norms/", tools.norms, name="norms"),
    path(f"{_draft}/amount/", tools.amount, name="amount"),
    path(f"{_draft}/history/", history.history, name="history"),
    path(f"{_draft}/history/<int:number>/", history.version, name="version"),
    path(f"{_draft}/history/<int:number>/back/", history.go_back, name="restore"),
    path(f"{_draft}/preview.pdf", signing.preview, name="preview"),
    path(f"{_draft}/check/", signing.check, {"what": "act"}, name="check"),
    path(f"{_draft}/sign/", signing.sign, {"what": "act"}, name="sign"),
    path(f"{_draft}/paper.pdf", signing.paper, {"what": "act"}, name="paper"),
    path(f"{_draft}/announce/", signing.check, {"what": "operative"}, name="announce"),
    path(f"{_draft}/announce/sign/", signing.sign, {"what": "operative"}, name="announce_sign"),
    path(f"{_draft}/operative.pdf", signing.paper, {"what": "operative"}, name="operative"),
    path(f"{_draft}/opinions/", bench.opinions, name="opinions"),
    path(f"{_draft}/dissent/", bench.dissent, name="dissent"),
    path(f"{_draft}/dissent.pdf", bench.dissent_paper, name="dissent_paper"),
    path(f"{_draft}/take/", bench.take, name="take"),
    path(f"{_draft}/share/", bench.share, name="share"),
    path(f"{_draft}/discard/", bench.discard, name="discard"),
]
