"""What turns an idea into a pilot project: its plan, its stage, and the steps between stages."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ideas.models.ideas import Idea
from members.models import Member


class Stage(models.TextChoices):
    """The phases of the federal Smart City roadmap, and the two ways to stand still."""

    P1 = "P1", _("Finding ideas")
    P2 = "P2", _("Concept & prototype")
    P3 = "P3", _("Pilot phase")
    P4 = "P4", _("Continuation")
    P5 = "P5", _("Transfer")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class CostRange(models.TextChoices):
    """What a pilot may cost, in euros."""

    UNKNOWN = "unknown", _("not yet known")
    UNDER_10K = "under-10k", _("under €10,000")
    TO_50K = "10k-50k", _("€10,000 to €50,000")
    TO_200K = "50k-200k", _("€50,000 to €200,000")
    TO_1M = "200k-1m", _("€200,000 to €1 million")
    OVER_1M = "over-1m", _("over €1 million")


class PilotPlan(models.Model):
    """What turns an idea into a pilot project."""

    idea = models.OneToOneField(
        Idea, on_delete=models.CASCADE, related_name="pilot", primary_key=True
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.P1)
    # The step of the track that was reached, also while the pilot is paused or ended.
    reached = models.CharField(max_length=2, choices=Stage.choices[:5], default=Stage.P1)
    need = models.TextField(_("need"))
    goal = models.TextField(_("goal"))
    approach = models.TextField(_("approach"), blank=True)
    partners = models.TextField(_("partners wanted"), blank=True)
    time_frame = models.CharField(_("time frame"), max_length=120, blank=True)
    cost_range = models.CharField(
        _("cost range"), max_length=10, choices=CostRange.choices, default=CostRange.UNKNOWN
    )
    success = models.TextField(_("how success is measured"), blank=True)
    reuse = models.TextField(_("what others need for reuse"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pilot plan")
        verbose_name_plural = _("pilot plans")
        indexes = [models.Index(fields=["stage"])]

    def __str__(self) -> str:
        return f"{self.idea_id} at {self.stage}"


class StageChange(models.Model):
    """One step of a pilot, with its reason; the idea's history shows it."""

    plan = models.ForeignKey(PilotPlan, on_delete=models.CASCADE, related_name="steps")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=10, choices=Stage.choices)
    after = models.CharField(max_length=10, choices=Stage.choices)
    reason = models.CharField(_("reason"), max_length=500)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="a_step_goes_somewhere"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_step_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
