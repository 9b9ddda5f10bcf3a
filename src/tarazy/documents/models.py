"""What is stored of documents (first cut, so that other rooms can refer to it)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, denied by default."""

    def visible_to(self, user: User | AnonymousUser | None) -> DocumentQuerySet:
        """One's own, and those that upper rooms open to the user."""
        from tarazy.documents.access import open_to

        return self.filter(open_to(user))


class Document(models.Model):
    """One document; its bytes stand in the store under their hash."""

    class Status(models.TextChoices):
        CHECKING = "checking"
        READY = "ready"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CHECKING)
    created = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(size__gte=0), name="document_size"),)

    def __str__(self) -> str:
        return self.name
