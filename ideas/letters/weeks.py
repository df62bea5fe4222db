"""The weekly letter to those who look after a board."""

from collections.abc import Sequence

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.access import boards_in_use
from ideas.models import Topic
from ideas.weekly import Counts, counts_of
from members.models import Notice
from members.telling import Letter, writes


@writes("week")
def weeks(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Say what waits on a board today; only the last letter of each board has something to say."""
    boards = boards_in_use().in_bulk([notice.object_id for notice in notices])
    last = _last(notices)
    counts = counts_of(boards)
    trusted = set(
        Topic.moderators.through.objects.filter(topic__in=boards).values_list("topic", "member")
    )
    return {
        notice.pk: _week(boards[notice.object_id], counts[notice.object_id])
        for notice in notices
        if notice.pk in last and (notice.object_id, notice.member_id) in trusted
    }


def _last(notices: Sequence[Notice]) -> set[int]:
    members = {notice.member_id for notice in notices}
    rows = Notice.objects.filter(kind="week", member__in=members).values("member", "object_id")
    return set(rows.annotate(last=Max("pk")).order_by().values_list("last", flat=True))


def _week(topic: Topic, counts: Counts) -> Letter:
    sentences = [
        ngettext("%(count)d new idea in seven days.", "%(count)d new ideas in seven days.",
                 counts.new) % {"count": counts.new},
        ngettext("%(count)d idea has had no answer for a week.",
                 "%(count)d ideas have had no answer for a week.",
                 counts.unanswered) % {"count": counts.unanswered},
        ngettext("%(count)d pilot has been at its stage for long.",
                 "%(count)d pilots have been at their stage for long.",
                 counts.overdue) % {"count": counts.overdue},
    ]  # fmt: skip
    quiet = _("Nothing waits for you there, and nothing new has come.")
    return Letter(
        _("The week on “%(topic)s”") % {"topic": topic.name},
        quiet if counts.is_quiet else "\n".join(sentences),
        reverse("week", args=[topic.slug]),
        _("To the overview"),
    )
