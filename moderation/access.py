"""Who sees and decides which case: the moderators of the discussion it is in, and the office."""

from django.db.models import Q, QuerySet
from django.http import Http404

from discussions.access import moderators_of
from discussions.models import Admission
from ideaforge.errors import Forbidden
from ideas.models import Topic
from members.access import takes_part
from members.models import Member, Role
from moderation.models import Act, Case, Decision, Kind


def moderates(member: Member | None) -> bool:
    """Tell whether anything at all is entrusted to the member."""
    if member is None or not takes_part(member):
        return False
    return member.is_office or is_trusted(member)


def is_trusted(member: Member) -> bool:
    """Tell whether a board or a discussion is entrusted to the member."""
    if member.curated_topics.exists():
        return True
    return Admission.objects.filter(member=member, moderates=True).exists()


def cases_visible_to(member: Member | None) -> QuerySet[Case]:
    """Return the cases that a member may look at; nobody sees what is about themselves."""
    if member is None or not takes_part(member):
        return Case.objects.none()
    others = Case.objects.filter(Q(against=None) | ~Q(against=member))
    if member.is_office:
        return others
    trusted = Admission.objects.filter(member=member, moderates=True).values("thread")
    curated = member.curated_topics.values("pk")
    return others.filter(Q(thread__in=trusted) | Q(thread=None, topic__in=curated))


def get_case(member: Member | None, pk: int) -> Case:
    """Return a case, 404 when the member may not look at it."""
    case = cases_visible_to(member).select_related(*CASE).filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


CASE = (
    "comment__author", "comment__thread", "idea__author", "idea__thread", "member", "thread",
    "offer__idea", "offer__target", "offer__source", "topic", "claimed_by", "against",
    "decision__moderator", "decision__case__comment", "decision__case__idea",
    "decision__case__member", "decision__against", "decision__appeal",
)  # fmt: skip


def require_deciding(member: Member, case: Case) -> None:
    """Refuse who may not decide a case; an objection is not for whom it is directed against."""
    if not cases_visible_to(member).filter(pk=case.pk).exists():
        raise Forbidden
    if is_partial(member, case):
        raise Forbidden


def is_partial(member: Member, case: Case) -> bool:
    """Tell whether the case is an objection to what the member has decided."""
    decision = case.decision
    return case.kind == Kind.APPEAL and decision is not None and decision.moderator_id == member.pk


def get_decision(member: Member | None, pk: int) -> Decision:
    """Return a decision on a case that the member may look at, else 404."""
    seen = cases_visible_to(member).values("pk")
    found = Decision.objects.select_related("case", "moderator", "against")
    decision = found.filter(pk=pk, case__in=seen).first()
    if decision is None:
        raise Http404
    return decision


def deciders_of(case: Case) -> QuerySet[Member]:
    """Return who is told of a case: those who may decide it; the office where nobody else may."""
    office = Member.objects.filter(role=Role.OFFICE, is_active=True)
    nobody = {pk for pk in (case.against_id, case.decision and case.decision.moderator_id) if pk}
    if case.thread is not None:
        trusted = moderators_of(case.thread).exclude(pk__in=nobody)
    elif case.topic is not None:
        trusted = case.topic.moderators.filter(is_active=True)
    else:
        trusted = Member.objects.none()
    return trusted if trusted.exists() else office.exclude(pk__in=nobody)


def acts_visible_to(member: Member | None) -> QuerySet[Act]:
    """Return the acts that a member may read in full: those on what is entrusted to them."""
    if member is None or not takes_part(member):
        return Act.objects.none()
    if member.is_office:
        return Act.objects.all()
    trusted = Admission.objects.filter(member=member, moderates=True).values("thread")
    curated = member.curated_topics.values("pk")
    return Act.objects.filter(Q(topic__in=curated) | Q(thread__in=trusted))


def public_acts_of(topic: Topic) -> QuerySet[Act]:
    """Return the public part of a board's log."""
    return Act.objects.filter(topic=topic, in_public=True)
