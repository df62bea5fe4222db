"""Members and the municipalities they speak for, and the words that they have not sent yet."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideaforge.slugs import german_slug
from live.streams import stream_name


class Land(models.TextChoices):
    """The sixteen Länder by their official number, the first two digits of every AGS."""

    SCHLESWIG_HOLSTEIN = "01", "Schleswig-Holstein"
    HAMBURG = "02", "Hamburg"
    NIEDERSACHSEN = "03", "Niedersachsen"
    BREMEN = "04", "Bremen"
    NORDRHEIN_WESTFALEN = "05", "Nordrhein-Westfalen"
    HESSEN = "06", "Hessen"
    RHEINLAND_PFALZ = "07", "Rheinland-Pfalz"
    BADEN_WUERTTEMBERG = "08", "Baden-Württemberg"
    BAYERN = "09", "Bayern"
    SAARLAND = "10", "Saarland"
    BERLIN = "11", "Berlin"
    BRANDENBURG = "12", "Brandenburg"
    MECKLENBURG_VORPOMMERN = "13", "Mecklenburg-Vorpommern"
    SACHSEN = "14", "Sachsen"
    SACHSEN_ANHALT = "15", "Sachsen-Anhalt"
    THUERINGEN = "16", "Thüringen"


class Municipality(models.Model):
    """A town, municipality or district; names repeat, the official key (AGS) does not."""

    ags = models.CharField("AGS", max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=40)
    land = models.CharField("Land", max_length=2, choices=Land.choices)
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        ordering = ("name", "ags")
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ags__regex=r"^[0-9]{5}([0-9]{3})?$"),
                name="ags_has_5_or_8_digits",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the municipality's page."""
        return reverse("municipality", args=[self.ags, self.slug])

    @property
    def slug(self) -> str:
        """The name as it stands in addresses."""
        return german_slug(self.name)


class Role(models.TextChoices):
    """What a person does on the platform."""

    GUEST = "guest", _("Guest")
    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")
    OFFICE = "office", _("Office")


class MemberManager(BaseUserManager["Member"]):
    """Makes members; the e-mail address is the login."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """Store a member; without a password nobody can sign in as them."""
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        """Store somebody from the office with every right of the admin pages."""
        defaults = {"role": Role.OFFICE, "is_staff": True, "is_superuser": True}
        return self.create_user(
            email, password, **{"name": email.partition("@")[0]} | defaults | fields
        )


class Member(AbstractBaseUser, PermissionsMixin):
    """A person of the network. `is_active` off means suspended, or a mere name of an import."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    handle = models.SlugField(_("handle"), max_length=80, unique=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="de"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the admin pages"), default=False)
    joined = models.DateTimeField(_("joined"), default=timezone.now)
    last_seen = models.DateTimeField(null=True, blank=True, editable=False)
    last_visit = models.DateTimeField(_("last visit"), null=True, blank=True, editable=False)
    # Part of the key of every kept fragment that shows the name.
    version = models.PositiveIntegerField(default=1, editable=False)
    source = models.CharField(max_length=120, unique=True, null=True, editable=False)  # noqa: DJ001
    unread = models.PositiveIntegerField(default=0, editable=False)  # notices, counted as told
    # A write-stop: until then the member reads along.
    silent_until = models.DateTimeField(null=True, blank=True, editable=False)
    silent_because = models.CharField(max_length=300, blank=True, editable=False)

    objects: ClassVar[MemberManager] = MemberManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="member_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> str:
        """Office and municipality in one line, as far as they are known."""
        return ", ".join(str(part) for part in (self.office, self.municipality) if part)

    @property
    def is_office(self) -> bool:
        """Whether the person works for the office and sees everything."""
        return self.role == Role.OFFICE

    @property
    def stream(self) -> str:
        """The name of the stream that nobody else reads."""
        return stream_name("member", self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of the profile."""
        return reverse("member", args=[self.pk, self.handle])


class Notice(models.Model):
    """Something a member is told. It names what it is about; the words are made when it is read.

    So what was hidden meanwhile stands in no notice. `kind` says who writes it (see telling.py).
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    created = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True, blank=True)
    mailed = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-created"]),
            models.Index(
                fields=["member"], condition=models.Q(read__isnull=True), name="unread_notices"
            ),
            models.Index(
                fields=["created"], condition=models.Q(mailed__isnull=True), name="unmailed_notices"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} for {self.member_id}"


class Draft(models.Model):
    """Words that a member has typed and not sent, kept for one place of the platform.

    `version` rises with every save, so that a late one never overwrites a newer one.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=80)
    fields = models.JSONField(default=dict)
    version = models.PositiveBigIntegerField()
    saved = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "place"], name="one_draft_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.member_id}"
