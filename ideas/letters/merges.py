"""What people are told when ideas are merged, parted, or split: authors, supporters, writers."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discussions.models import Admission, Audience, Thread
from ideas.merging import CHANGE_OF_MIND, may_still_withdraw
from ideas.models import Idea, Merge, Split
from members.access import takes_part
from members.models import Member, Notice
from members.telling import Letter, writes


def readers_of(notices: Sequence[Notice], threads: Iterable[Thread]) -> set[tuple[int, int]]:
    """Return which of the members told may read which of the threads today, as their numbers."""
    members = Member.objects.in_bulk([notice.member_id for notice in notices])
    by_number = {thread.pk: thread for thread in threads}
    admitted = Admission.objects.filter(member__in=members, thread__in=by_number)
    named = set(admitted.values_list("member", "thread"))
    return {
        (member.pk, thread.pk)
        for member in members.values()
        for thread in by_number.values()
        if _reads(member, thread, is_named=(member.pk, thread.pk) in named)
    }


def _reads(member: Member, thread: Thread, *, is_named: bool) -> bool:
    if member.is_office or thread.audience == Audience.PUBLIC:
        return True
    return takes_part(member) and (is_named or thread.audience == Audience.MEMBERS)


def _merges(notices: Sequence[Notice], *, undone: bool) -> dict[int, Merge]:
    rows = Merge.objects.filter(undone__isnull=not undone)
    whole = rows.select_related("kept__thread", "gone__thread", "member", "undone_by")
    return whole.in_bulk([notice.object_id for notice in notices])


@writes("idea.merged.author", "idea.merged.supporter")
def merged(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell authors and supporters that two ideas are one, as long as they are."""
    found = _merges(notices, undone=False)
    seen = readers_of(notices, [merge.kept.thread for merge in found.values()])
    written = {}
    for notice in notices:
        merge = found.get(notice.object_id)
        if merge is not None and (notice.member_id, merge.kept.thread_id) in seen:
            to_author = notice.kind == "idea.merged.author"
            written[notice.pk] = _to_author(merge) if to_author else _to_supporter(merge)
    return written


def _names(merge: Merge) -> dict[str, str]:
    return {"gone": merge.gone.title, "kept": merge.kept.title, "name": merge.member.name}


def _to_author(merge: Merge) -> Letter:
    words = [
        _("%(name)s has merged “%(gone)s” into “%(kept)s”.") % _names(merge),
        _("Reason: %(reason)s") % {"reason": merge.reason},
        _("All contributions and supporters are there now."),
        _("The moderators can undo this for 30 days. If you do not agree, please write to them."),
    ]
    if merge.kept.author_id != merge.gone.author_id:
        words.insert(-1, _("You are named as its authors together."))
    subject = _("Two ideas have become one: %(kept)s") % _names(merge)
    return Letter(subject, "\n".join(words), merge.kept.get_absolute_url(), _("Go to the idea"))


def _to_supporter(merge: Merge) -> Letter:
    words = [
        _("You support “%(gone)s”. It was merged into “%(kept)s”.") % _names(merge),
        _("Reason: %(reason)s") % {"reason": merge.reason},
    ]
    subject = _("An idea that you support was merged: %(gone)s") % _names(merge)
    if not may_still_withdraw(merge):
        words.append(_("Your support counts for that one now."))
        return Letter(subject, "\n".join(words), merge.kept.get_absolute_url(), _("Go to the idea"))
    until = formats.date_format(localtime(merge.created + CHANGE_OF_MIND), "DATE_FORMAT")
    words += [
        _("Your support counts for that one now."),
        _("If you do not want this, please take it back by %(until)s.") % {"until": until},
    ]
    url = reverse("merge_support", args=[merge.pk])
    return Letter(subject, "\n".join(words), url, _("Look at it and decide"))


@writes("idea.parted")
def parted(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell those who were told of a merge that the ideas are two again."""
    found = _merges(notices, undone=True)
    threads = [t for merge in found.values() for t in (merge.kept.thread, merge.gone.thread)]
    seen = readers_of(notices, threads)
    return {
        notice.pk: _parted(merge, notice)
        for notice in notices
        if (merge := found.get(notice.object_id)) is not None
        and {(notice.member_id, merge.kept.thread_id), (notice.member_id, merge.gone.thread_id)}
        <= seen
    }


def _parted(merge: Merge, notice: Notice) -> Letter:
    words = [
        _("“%(gone)s” and “%(kept)s” are two ideas again.") % _names(merge),
        _("Reason: %(reason)s") % {"reason": merge.undone_because},
        _("Contributions stand where they stood before."),
    ]
    if notice.member_id in merge.ledger["told"]:
        words.append(
            _("Supports count again as they did before; what was taken back stays taken back.")
        )
    subject = _("Two ideas again: %(gone)s") % _names(merge)
    return Letter(subject, "\n".join(words), merge.gone.get_absolute_url(), _("Go to the idea"))


@writes("comments.split")
def split(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell authors of contributions that these belong to a new idea."""
    rows = Split.objects.select_related("idea__thread", "source", "member")
    found = rows.in_bulk([notice.object_id for notice in notices])
    seen = readers_of(notices, [one.idea.thread for one in found.values()])
    return {
        notice.pk: _split(one)
        for notice in notices
        if (one := found.get(notice.object_id)) is not None
        and (notice.member_id, one.idea.thread_id) in seen
    }


def _split(one: Split) -> Letter:
    names = {"name": one.member.name, "source": one.source.title, "title": one.idea.title}
    words = [
        _("%(name)s has made contributions on “%(source)s” an idea of its own: “%(title)s”.")
        % names,
        _("Reason: %(reason)s") % {"reason": one.reason},
        _("Yours stands there now. Links to it lead there."),
    ]
    subject = _("Your contribution belongs to a new idea: %(title)s") % names
    url = one.idea.get_absolute_url()
    return Letter(subject, "\n".join(words), url, _("Go to the idea"))


@writes("comments.returned")
def returned(notices: Sequence[Notice]) -> dict[int, Letter]:
    """Tell authors of contributions that these are back where they were written."""
    rows = Idea.objects.select_related("thread")
    found = rows.in_bulk([notice.object_id for notice in notices])
    seen = readers_of(notices, [idea.thread for idea in found.values()])
    return {
        notice.pk: _returned(idea)
        for notice in notices
        if (idea := found.get(notice.object_id)) is not None
        and idea.is_published
        and (notice.member_id, idea.thread_id) in seen
    }


def _returned(idea: Idea) -> Letter:
    names = {"title": idea.title}
    words = _("The new idea was taken back; your contribution stands on “%(title)s” again.") % names
    subject = _("Your contribution is back: %(title)s") % names
    return Letter(subject, words, idea.get_absolute_url(), _("Go to the idea"))
