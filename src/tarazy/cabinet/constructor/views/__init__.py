"""Pages of the constructor."""

from tarazy.cabinet.constructor.views.choosing import begin, index, resume
from tarazy.cabinet.constructor.views.drafts import check, delete, link, preview, tasks
from tarazy.cabinet.constructor.views.questions import autosave, question

__all__ = [
    "autosave", "begin", "check", "delete", "index", "link", "preview", "question", "resume", "tasks",
]  # fmt: skip
