"""Tables of moderation: cases, reports, decisions, objections, and the log of every act."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models import Comment, Thread
from ideas.models import Idea, MoveOffer, Topic
from live.models import Activity
from members.models import Member


class Kind(models.TextChoices):
    """Why a case is in the queue."""

    REPORT = "report", _("reported")
    HELD = "held", _("held back")
    OFFER = "offer", _("offered to the board")
    APPEAL = "appeal", _("objection")


class CaseState(models.TextChoices):
    """How far a case has come."""

    OPEN = "open", _("open")
    CLAIMED = "claimed", _("in work")
    DECIDED = "decided", _("decided")


class Rule(models.TextChoices):
    """The rules of the house: why something is reported, and what a decision rests on."""

    RESPECT = "respect", _("Insults or disparages people")
    TOPIC = "topic", _("Does not belong here")
    ADVERTISING = "advertising", _("Advertising")
    PRIVACY = "privacy", _("Reveals what is private or confidential")
    FALSEHOOD = "falsehood", _("States as fact what is untrue")
    ILLEGAL = "illegal", _("Is against the law")
    OTHER = "other", _("Another reason")


class Case(models.Model):
    """Something that moderators decide on. The same thing is one case, however many report it.

    `thread` says who may decide (its moderators), for offers `topic`; with neither it is the
    office's. `against` is the member whose words or profile it is about.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="cases")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.PROTECT, related_name="cases")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="cases")
    offer = models.ForeignKey(MoveOffer, null=True, on_delete=models.PROTECT, related_name="cases")
    decision = models.ForeignKey(
        "Decision", null=True, on_delete=models.PROTECT, related_name="appeal_cases"
    )
    thread = models.ForeignKey(Thread, null=True, on_delete=models.PROTECT, related_name="cases")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="cases")
    against = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="cases_against"
    )
    why_held = models.CharField(max_length=200, blank=True)
    report_count = models.PositiveIntegerField(default=0)
    claimed_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="claimed_cases"
    )
    version = models.PositiveIntegerField(default=1)
    opened = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("report", "held"), offer=None, decision=None)
                & (
                    Q(comment__isnull=False, idea=None, member=None)
                    | Q(comment=None, idea__isnull=False, member=None)
                    | Q(comment=None, idea=None, member__isnull=False)
                )
                | Q(kind="offer", offer__isnull=False, decision=None, comment=None, member=None)
                | Q(kind="appeal", decision__isnull=False, offer=None),
                name="a_case_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_by__isnull=False),
                name="claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided__isnull=False)
                | (~Q(state="decided") & Q(decided=None)),
                name="decided_has_a_time",
            ),
            *(
                models.UniqueConstraint(
                    fields=["kind", subject],
                    condition=~Q(state="decided") & Q(**{f"{subject}__isnull": False}),
                    name=f"one_open_case_per_{subject}",
                )
                for subject in ("comment", "member", "offer", "decision")
            ),
            models.UniqueConstraint(
                fields=["kind", "idea"],
                condition=~Q(state="decided") & Q(kind__in=("report", "held")),
                name="one_open_case_per_idea",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opened"]),
            models.Index(fields=["thread", "state"]),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to decide."""
        return self.state == CaseState.DECIDED


class Report(models.Model):
    """One person's report; without an account it came by the contact form."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    email = models.EmailField(blank=True)
    rule = models.CharField(_("reason"), max_length=12, choices=Rule.choices)
    words = models.CharField(_("in a sentence"), max_length=500)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="one_report_per_member")
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Measure(models.TextChoices):
    """What a decision does."""

    LEAVE = "leave", _("Leave as it is")
    HIDE = "hide", _("Hide")
    REMOVE = "remove", _("Delete")
    ASK = "ask", _("Ask for a change")
    LOCK = "lock", _("Lock the discussion")
    SLOW = "slow", _("Slow the discussion down")
    WARN = "warn", _("Warn")
    SILENCE = "silence", _("Write-stop")
    SUSPEND = "suspend", _("Suspend")


class Decision(models.Model):
    """What was decided on a case, by which rule and why; `before` is what undoing needs."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    rule = models.CharField(max_length=12, choices=Rule.choices, blank=True)
    reason = models.CharField(max_length=1000)
    until = models.DateTimeField(null=True, blank=True)  # of a lock or a write-stop
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of slow mode
    moderator = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="decisions")
    against = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="decisions_against"
    )
    before = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    undone_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measure="leave") | ~Q(reason="") & ~Q(rule=""),
                name="a_measure_has_rule_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(undone=None) | Q(undone_by__isnull=False), name="undone_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} on case {self.case_id}"


class Appeal(models.Model):
    """An objection to a decision; somebody else than the first moderator decides it."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    words = models.CharField(max_length=2000)
    created = models.DateTimeField(default=timezone.now)
    is_granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_granted=None, decided_by=None)
                | Q(is_granted__isnull=False, decided_by__isnull=False) & ~Q(answer=""),
                name="an_appeal_is_answered_in_full",
            )
        ]

    def __str__(self) -> str:
        return f"objection to {self.decision_id}"


class Unchangeable(models.QuerySet["Act"]):
    """Rows that are written once; the database refuses the rest as well (a trigger)."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("acts are never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("acts are never deleted")


class Act(models.Model):
    """The account of one deed of curation or moderation: why, and what it changed.

    Who did what to what, and when, says its activity. Never changed, never deleted.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, primary_key=True, related_name="act"
    )
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="acts")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.PROTECT, related_name="acts")
    member = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="acts_concerning"
    )
    why = models.CharField(max_length=1000, blank=True)
    before = models.CharField(max_length=500, blank=True)
    after = models.CharField(max_length=500, blank=True)
    in_public = models.BooleanField(default=True)

    objects = Unchangeable.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "activity"])]

    def __str__(self) -> str:
        return f"account of {self.activity_id}"
