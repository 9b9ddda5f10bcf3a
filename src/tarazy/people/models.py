"""What is stored of people: accounts, roles in time, organisations, powers of attorney."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.law import is_bin, is_iin
from tarazy.people.permissions import Permission, Role
from tarazy.people.rules import PowerTerms, power_allows


def iin_valid(value: str) -> None:
    """Raises `ValidationError` unless `value` is an individual identification number with its check digit."""
    if not is_iin(value):
        raise ValidationError(_("This is not an IIN: check the twelve digits."), code="iin")


def bin_valid(value: str) -> None:
    """Raises `ValidationError` unless `value` is a business identification number with its check digit."""
    if not is_bin(value):
        raise ValidationError(_("This is not a BIN: check the twelve digits."), code="bin")


class Language(models.TextChoices):
    """Languages of pages, notices and papers."""

    KAZAKH = "kk", "Қазақша"
    RUSSIAN = "ru", "Русский"
    ENGLISH = "en", "English"


class NoticeChannel(models.TextChoices):
    """How somebody wants to be told, beside the cabinet itself."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    TELEGRAM = "telegram", _("Telegram")


class UserManager(BaseUserManager["User"]):
    """Makes accounts; looks them up by e-mail whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved account; without a password nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person with an account. What they may do comes from `RoleGrant` alone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)  # kept in lower case
    iin = models.CharField(
        _("IIN"), max_length=12, null=True, blank=True, unique=True, validators=[iin_valid]
    )
    family_name = models.CharField(_("family name"), max_length=80)
    given_name = models.CharField(_("given name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.KAZAKH)
    telegram_chat = models.BigIntegerField(null=True, blank=True)
    notice_channel = models.CharField(
        max_length=10, choices=NoticeChannel.choices, default=NoticeChannel.EMAIL
    )
    # When the number was proved to be the person's (identity card at the registry, signature, invitation).
    # Until then it is only what somebody typed, and opens nothing.
    iin_confirmed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_model = models.BooleanField(default=False)  # an invented person of the model court
    joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("family_name", "given_name")

    objects = UserManager()

    class Meta:
        ordering = ("family_name", "given_name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Family name, given name, patronymic."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Family name and initials, as papers of the court print it."""
        initials = "".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.family_name} {initials}".strip()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.short_name

    def roles_at(self, now: datetime) -> tuple[tuple[Role, str], ...]:
        """(role, court code or "") of the grants in force at `now`; read once an object."""
        if not self.pk:
            return ()
        grants = self.__dict__.get("_grants")
        if grants is None:
            grants = list(self.grants.values_list("role", "court_code", "since", "until"))
            self.__dict__["_grants"] = grants
        return tuple(
            (Role(role), court)
            for role, court, since, until in grants
            if since <= now and (until is None or now < until)
        )

    def has_role(self, role: Role, court_code: str | None = None) -> bool:
        """Whether the role is held now, in that court if one is named."""
        return any(
            held == role and (court_code is None or court == court_code)
            for held, court in self.roles_at(timezone.now())
        )

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        self.iin = self.iin or None

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("_grants", None)
        super().refresh_from_db(*args, **kwargs)


class RoleGrant(models.Model):
    """A role in time, in a court for those of a court. Never deleted: it ends."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    court_code = models.CharField(max_length=4, blank=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "court_code"], condition=Q(until__isnull=True), name="grant_once"
            ),
        )
        indexes = (models.Index(fields=["role", "court_code"], name="grant_holders"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {self.court_code}".strip()


class Organisation(models.Model):
    """A company or a state body, by its BIN."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        STATE_BODY = "state_body", _("state body")

    bin = models.CharField(_("BIN"), max_length=12, unique=True, validators=[bin_valid])
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMPANY)
    address = models.CharField(_("address"), max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who acts for an organisation by office, and since when. A claim to be its head opens nothing until confirmed."""

    class Confirmation(models.TextChoices):
        PENDING = "pending", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    is_head = models.BooleanField(default=False)  # only ever of a confirmed one
    confirmation = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.PENDING)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_head=False) | Q(confirmation="confirmed"), name="membership_head_confirmed"
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(until__isnull=True), name="membership_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} – {self.organisation_id}"


class PowerOfAttorney(models.Model):
    """A representative acts for a principal only between its dates and within its scope (GPK 57–61)."""

    class Scope(models.TextChoices):
        READ = "read", _("read the file")
        FILE = "file", _("file documents and motions")
        SIGN_CLAIM = "sign_claim", _("sign a claim")
        WAIVE = "waive", _("waive or admit a claim")
        SETTLE = "settle", _("settle")
        APPEAL = "appeal", pgettext_lazy("power", "appeal")
        RECEIVE_MONEY = "receive_money", _("receive what was awarded")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal_user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="powers_given"
    )
    principal_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="powers_given"
    )
    representative = models.ForeignKey(User, on_delete=models.CASCADE, related_name="powers_held")
    since = models.DateField()
    until = models.DateField()
    scope = models.JSONField(default=list)  # of Scope values
    document_sha256 = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(principal_user__isnull=False) ^ Q(principal_organisation__isnull=False),
                name="power_one_principal",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="power_ends_after_start"),
        )
        indexes = (models.Index(fields=["representative", "until"], name="power_held"),)

    def __str__(self) -> str:
        return f"{self.principal_user_id or self.principal_organisation_id} → {self.representative_id}"

    def covers(self, scope: PowerOfAttorney.Scope, on: datetime) -> bool:
        """Whether it is in force at `on` and allows `scope`."""
        return power_allows(self.terms, scope, timezone.localdate(on), on)

    @property
    def terms(self) -> PowerTerms:
        """What the rules need to know of it."""
        return PowerTerms(self.since, self.until, frozenset(self.scope), self.accepted_at, self.revoked_at)

    @property
    def principal(self) -> User | Organisation:
        """Who gave it."""
        found = self.principal_user or self.principal_organisation
        assert found is not None  # the database sees to it
        return found


class Invitation(models.Model):
    """Somebody is asked to take a role. Whoever has the letter may accept once, until it expires."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    court_code = models.CharField(_("court"), max_length=4, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.KAZAKH)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.court_code}".strip()

    def open_at(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class AccessToken(models.Model):
    """A key of a program that acts for a person in the API: no more than the person may, only what is named."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=60)
    token_sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # of Permission values
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it may be used for; names that are no longer known give nothing."""
        return frozenset(Permission(one) for one in self.scopes if one in Permission.values)


class KeptAnswer(models.Model):
    """What a write of the API answered under its `Idempotency-Key`; forgotten after a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    asked_sha256 = models.CharField(max_length=64)  # of the method, the address and the body
    status = models.PositiveSmallIntegerField(default=0)  # 0 while it is worked on
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="people_one_answer_for_a_key"),)

    def __str__(self) -> str:
        return self.key
