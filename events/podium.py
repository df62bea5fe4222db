"""Who reads which question and poll, and page-sized reads of a slot's podium."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from discussions.access import is_readable
from events.access import events_organised_by
from events.devices import key_of
from events.models import (
    OPEN_TO_ALL,
    AgendaItem,
    Poll,
    PollOption,
    PollState,
    Question,
    QuestionSupport,
    Vote,
)
from members.models import Member, Role

RELATED = ("item__event", "item__thread", "author__municipality")


def _is_heard_by(member: Member | None) -> Q:
    # Whoever reads what is said in a slot reads its questions and polls.
    return is_readable(member, audience="item__thread__audience", thread="item__thread")


def get_question(member: Member | None, pk: int, device: str = "") -> Question:
    """Return a question that the member reads or has asked, 404 for any other."""
    rows = Question.objects.select_related("item__thread").filter(_is_heard_by(member))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    own = member is not None and found.author_id == member.pk
    if own or found.is_open_to_all or _is_of(found, device):
        return found
    return get_steered_question(member, pk)


def _is_of(question: Question, device: str) -> bool:
    return question.device is not None and question.device == key_of(question.item, device)


def get_steered_question(member: Member | None, pk: int) -> Question:
    """Return a question of an event that the member organises, else 404."""
    organised = events_organised_by(member).values("pk")
    rows = Question.objects.select_related(*RELATED)
    found = rows.filter(pk=pk, item__event__in=organised).first()
    if found is None:
        raise Http404
    return found


def get_poll(member: Member | None, pk: int) -> Poll:
    """Return a poll that is open or closed and that the member reads, else 404."""
    polls = Poll.objects.exclude(state=PollState.DRAFT).filter(_is_heard_by(member), pk=pk)
    return _found(polls)


def get_steered_poll(member: Member | None, pk: int) -> Poll:
    """Return a poll of an event that the member organises, else 404."""
    organised = events_organised_by(member).values("pk")
    return _found(
        Poll.objects.select_related("item__event").filter(pk=pk, item__event__in=organised)
    )


def _found(polls: QuerySet[Poll]) -> Poll:
    found = with_options(polls).select_related("item__thread").first()
    if found is None:
        raise Http404
    return found


def questions_of(item: AgendaItem, member: Member | None, device: str = "") -> list[Question]:
    """Return what everybody reads of a slot's questions, and one's own; the most wanted first.

    Each says as `is_supported` whether the member, or their device, supports it.
    """
    key = key_of(item, device)
    wanted = Q(state__in=OPEN_TO_ALL)
    if member is not None:
        wanted |= Q(author=member)
    if key:
        wanted |= Q(device=key)
    own = _supports_of(item, member, key).filter(question=OuterRef("pk"))
    return with_names(item.questions.filter(wanted).annotate(is_supported=Exists(own)))


def with_names(questions: QuerySet[Question]) -> list[Question]:
    """Fetch what a question's fragment names."""
    return list(questions.select_related("item", "author__municipality"))


def _supports_of(item: AgendaItem, member: Member | None, key: str) -> QuerySet[QuestionSupport]:
    supports = QuestionSupport.objects.all()
    if member is None or (item.allows_anonymous and not key):
        return supports.none()
    return supports.filter(device=key) if item.allows_anonymous else supports.filter(member=member)


def with_options(polls: QuerySet[Poll]) -> QuerySet[Poll]:
    """Fetch the options of polls in their order."""
    return polls.prefetch_related(Prefetch("options", PollOption.objects.order_by("position")))


def polls_of(item: AgendaItem) -> list[Poll]:
    """Return the polls of a slot that are not drafts: the open ones first, then the newest."""
    polls = with_options(item.polls.exclude(state=PollState.DRAFT))
    return sorted(polls, key=lambda poll: poll.sort, reverse=True)


def votes_in(polls: Sequence[Poll]) -> dict[int, dict[int, list[Any]]]:
    """Return what members have answered in those polls that are open: answers by poll, member."""
    found: dict[int, dict[int, list[Any]]] = defaultdict(dict)
    running = [poll.pk for poll in polls if poll.is_open]
    rows = Vote.objects.filter(poll__in=running) if running else Vote.objects.none()
    for poll, member, answer in rows.values_list("poll", "member", "answer"):
        found[poll][member] = answer
    return found


def wanted_by(question: Question) -> QuerySet[Member]:
    """Return the members of the network who have asked or supported a question by name."""
    supports = question.supports.filter(member__isnull=False).values("member")
    known = Member.objects.filter(is_active=True).exclude(role=Role.GUEST)
    return known.filter(Q(pk__in=supports) | Q(pk=question.author_id)).order_by("pk")
