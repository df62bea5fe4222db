"""Letters about questions to the podium."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Question
from ideaforge.text import plain
from members.models import Notice
from members.telling import Letter, writes


@writes("question.answered")
def answered(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell who has asked by name that their question is answered in writing."""
    rows = Question.objects.select_related("item__event").exclude(answer="")
    found = rows.in_bulk([notice.object_id for notice in notices])
    return {
        notice.pk: _answered(found[notice.object_id])
        for notice in notices
        if notice.object_id in found
        and found[notice.object_id].author_id == notice.member_id
        and found[notice.object_id].is_open_to_all
    }


def _answered(question: Question) -> Letter:
    event = question.item.event
    words = [
        _("At “%(event)s” you asked: %(question)s")
        % {"event": event.title, "question": question.text},
        _("The answer: %(answer)s") % {"answer": plain(question.answer_html)},
    ]
    address = reverse("podium", args=[event.pk, event.slug, question.item_id])
    return Letter(
        _("Your question is answered"),
        "\n".join(words),
        f"{address}#{question.element}",
        _("To the answer"),
    )
