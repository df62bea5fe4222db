"""What curating leaves in tables of its own: offers to move an idea, merges, and what was split."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models import Comment
from ideas.models.ideas import Idea
from ideas.models.topics import Topic
from members.models import Member


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MoveOffer(models.Model):
    """An idea that one board offers to another, whose moderators accept or decline."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="offers")
    source = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="offers_made")
    target = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="offers_received")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "source"],
                condition=models.Q(state="open"),
                name="one_open_offer_per_idea_and_board",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_offer_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="an_offer_goes_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} to {self.target_id}"


class Merge(models.Model):
    """Two ideas that were one: `gone` lives on in `kept`. `ledger` holds what undoing needs."""

    kept = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merged_into")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    ledger = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    undone_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=models.Q(undone__isnull=True),
                name="an_idea_goes_into_one_other",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_merge_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("gone")), name="a_merge_needs_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"


class Split(models.Model):
    """Contributions that became an idea of their own; `signpost` is the link that was left."""

    source = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="splits")
    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="split_from")
    signpost = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.idea_id} from {self.source_id}"
