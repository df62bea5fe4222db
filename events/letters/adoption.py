"""Letters about contributions that are to become ideas."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from events.letters.readers import readable
from events.models import Adoption, Reply
from members.models import Notice
from members.telling import Letter, writes


@writes("adoption.asked")
def asked(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Ask a member to own an idea that was said in the hall."""
    found = _found(notices)
    return {
        notice.pk: _asked(found[notice.object_id])
        for notice in notices
        if notice.object_id in found and found[notice.object_id].owner_id == notice.member_id
    }


@writes("adoption.answered")
def answered(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell who has asked what the owner says."""
    found = _found(notices)
    return {
        notice.pk: _answered(found[notice.object_id])
        for notice in notices
        if notice.object_id in found and found[notice.object_id].asked_by_id == notice.member_id
    }


@writes("adoption.born")
def born(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell who has asked or supported a question that it is an idea now, if they may read that."""
    found = {pk: one for pk, one in _found(notices).items() if one.idea and one.question}
    ideas = [one.idea for one in found.values() if one.idea]
    pairs = readable(ideas, [notice.member_id for notice in notices])
    return {
        notice.pk: _born(found[notice.object_id])
        for notice in notices
        if notice.object_id in found
        and (found[notice.object_id].idea_id, notice.member_id) in pairs
    }


def _found(notices: Sequence[Notice]) -> dict[int, Adoption]:
    related = ("item__event", "owner", "asked_by", "idea", "question")
    rows = Adoption.objects.select_related(*related)
    return rows.in_bulk([notice.object_id for notice in notices])


def _asked(adoption: Adoption) -> Letter:
    words = [
        _("%(name)s would like this to become an idea of yours: “%(title)s”") % _names(adoption),
        _("It was said at “%(event)s”. You decide: publish it, go on writing first, or decline.")
        % _names(adoption),
    ]
    if adoption.reply != Reply.ASKED:
        words.append(_("This is settled already: %(reply)s.") % _names(adoption))
    return Letter(
        _("Will you make this an idea? “%(title)s”") % _names(adoption),
        "\n".join(words),
        reverse("adoption", args=[adoption.pk]),
        _("Look at it"),
    )


def _answered(adoption: Adoption) -> Letter:
    if adoption.reply == Reply.ACCEPTED:
        subject = _("%(owner)s makes “%(title)s” an idea")
        words = [_("As soon as it is published, the contribution leads there.")]
    else:
        subject = _("%(owner)s does not make “%(title)s” an idea")
        words = [_("The contribution stays. You can ask somebody else.")]
    if adoption.answer:
        words.append(_("Answer: %(answer)s") % {"answer": adoption.answer})
    url = reverse("adoption", args=[adoption.pk])
    return Letter(subject % _names(adoption), "\n".join(words), url, _("Look at it"))


def _born(adoption: Adoption) -> Letter:
    assert adoption.idea is not None
    assert adoption.question is not None
    words = [
        _("At “%(event)s” you wanted to know: %(question)s")
        % {"event": adoption.item.event.title, "question": adoption.question.text},
        _("%(owner)s has made an idea of it. You can support it, and say what you can add.")
        % _names(adoption),
    ]
    subject = _("Your question has become an idea: “%(title)s”") % {"title": adoption.idea.title}
    return Letter(subject, "\n".join(words), adoption.idea.get_absolute_url(), _("To the idea"))


def _names(adoption: Adoption) -> dict[str, str]:
    return {
        "title": adoption.title,
        "event": adoption.item.event.title,
        "name": adoption.asked_by.name,
        "owner": adoption.owner.name,
        "reply": str(Reply(adoption.reply).label),
    }
