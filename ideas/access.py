"""Who may see and change ideas and boards. An idea is read by those who read its thread."""

from typing import NoReturn

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from discussions.access import is_readable
from discussions.models import Audience
from ideaforge.errors import Elsewhere
from ideas.models import (
    FormerTopic,
    Idea,
    IdeaTopic,
    Merge,
    Posting,
    State,
    Support,
    Topic,
    Visibility,
)
from members.access import takes_part
from members.models import Member

# What the page of an idea shows, in one query.
WHOLE = ("thread", "author__municipality", "municipality", "pilot", "split_from__source",
         "split_from__member")  # fmt: skip
MERGED = _("This idea was merged with another one. It goes on there.")


def topics_visible_to(member: Member | None) -> QuerySet[Topic]:
    """Return the topics whose boards a member may read."""
    topics = topics_with_board()
    if member is not None and member.is_office:
        return topics
    if not takes_part(member):
        return topics.filter(visibility=Visibility.PUBLIC)
    open_or_own = Q(visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS])
    return topics.filter(open_or_own | Q(pk__in=member.curated_topics.values("pk")))  # type: ignore[union-attr]


def topics_with_board() -> QuerySet[Topic]:
    """Return all topics but those that were merged: their own address leads elsewhere."""
    return Topic.objects.exclude(slug__in=FormerTopic.objects.values("slug"))


def boards_in_use() -> QuerySet[Topic]:
    """Return the topics that are looked after: not in the archive, not merged with another."""
    return topics_with_board().filter(archived__isnull=True)


def get_topic(member: Member | None, slug: str) -> Topic:
    """Return a topic, 404 when the member may not read its board; a former slug finds it too."""
    visible = topics_visible_to(member)
    topic = visible.filter(slug=slug).first() or visible.filter(former__slug=slug).first()
    if topic is None:
        raise Http404
    return topic


def boards_followed_by(member: Member | None, numbers: set[int]) -> set[int]:
    """Return whose streams the member may join; of a merged board, who reads what it leads to."""
    visible = topics_visible_to(member)
    leads_on = FormerTopic.objects.filter(topic__in=visible).values("slug")
    found = Topic.objects.filter(Q(pk__in=visible) | Q(slug__in=leads_on), pk__in=numbers)
    return set(found.values_list("pk", flat=True))


def topics_curated_by(member: Member | None) -> QuerySet[Topic]:
    """Return the topics whose boards are entrusted to a member; to the office all of them."""
    topics = topics_visible_to(member)
    if member is None or not takes_part(member):
        return topics.none()
    return topics if member.is_office else topics.filter(moderators=member)


def topics_open_to(member: Member | None) -> QuerySet[Topic]:
    """Return the topics on whose boards a member may put an idea; an archived one takes none."""
    open_topics = topics_visible_to(member).filter(archived__isnull=True)
    if member is not None and member.is_office:
        return open_topics
    if member is None or not takes_part(member):
        return open_topics.none()
    named = Q(pk__in=member.invited_to.values("pk")) | Q(pk__in=member.curated_topics.values("pk"))
    return open_topics.filter(Q(posting=Posting.MEMBERS) | named)


def is_invited(member: Member | None, topic: Topic) -> bool:
    """Tell whether the member is among those who are invited to put ideas on a board."""
    if member is None or not takes_part(member):
        return False
    return topic.invited.filter(pk=member.pk).exists()


def ideas_visible_to(member: Member | None) -> QuerySet[Idea]:
    """Return the published ideas that a member may read."""
    return Idea.objects.filter(is_readable(member, thread="thread"), state=State.PUBLISHED)


def get_idea(member: Member | None, pk: int) -> Idea:
    """Return an idea, 404 when the member may not read it; drafts are their author's alone.

    It `has_merges` or not, and `is_supported` by the member or not, so that its page need not ask.
    Raises Elsewhere for an idea that was merged with one which the member may read.
    """
    idea = (
        Idea.objects.select_related(*WHOLE)
        .annotate(
            has_merges=Exists(Merge.objects.filter(kept=OuterRef("pk"), undone=None)),
            is_supported=Exists(Support.objects.filter(idea=OuterRef("pk"), member=member)),
        )
        .filter(is_readable(member, thread="thread"), pk=pk)
        .first()
    )
    if idea is None or idea.state == State.MERGED:
        return _merged(member, pk)
    if idea.state == State.DRAFT and not is_author(member, idea):
        raise Http404
    return idea


def _merged(member: Member | None, pk: int) -> NoReturn:
    # Who reads the kept one decides, also where several merges follow each other.
    merge = Merge.objects.filter(gone__pk=pk, undone=None).first()
    if merge is None:
        raise Http404
    raise Elsewhere(MERGED, to=get_idea(member, merge.kept_id).get_absolute_url())


def may_see_origin(member: Member | None, idea: Idea) -> bool:
    """Tell whether the member may read where the idea was said first."""
    if not idea.origin:
        return False
    if idea.origin_audience == Audience.PUBLIC or is_author(member, idea):
        return True
    if member is not None and member.is_office:
        return True
    return idea.origin_audience == Audience.MEMBERS and takes_part(member)


def require_unmerged(idea: Idea) -> None:
    """Refuse to change an idea that lives on in another one."""
    if idea.state == State.MERGED:
        raise Elsewhere(MERGED, to=idea.get_absolute_url())


def looks_after(member: Member | None, idea: Idea) -> bool:
    """Tell whether one of the idea's boards is entrusted to the member, as they stand today."""
    if member is None:
        return False
    boards = Topic.objects.filter(placements__content_object=idea, moderators=member)
    return member.is_office or boards.exists()


def is_author(member: Member | None, idea: Idea) -> bool:
    """Tell whether the idea is the member's own."""
    return member is not None and member.pk == idea.author_id


def can_edit(member: Member | None, idea: Idea) -> bool:
    """Tell whether the member may change the words: the author, and the office once it is out."""
    if is_author(member, idea):
        return takes_part(member)
    return member is not None and member.is_office and idea.is_published


def can_set_stage(member: Member | None, idea: Idea) -> bool:
    """Tell whether the member may move the pilot along its track."""
    return can_edit(member, idea) and idea.is_published


def can_plan(member: Member | None, idea: Idea) -> bool:
    """Tell whether the member may turn the idea into a pilot proposal."""
    return is_author(member, idea) and takes_part(member) and not hasattr(idea, "pilot")


def can_curate(member: Member | None, topic: Topic) -> bool:
    """Tell whether the board is entrusted to the member."""
    if member is None:
        return False
    return member.is_office or topic.moderators.filter(pk=member.pk).exists()


def can_set_readers(member: Member | None, topic: Topic, visibility: str) -> bool:
    """Tell whether the member may say so who reads a board; closing and opening is the office's."""
    if Visibility.CLOSED in (topic.visibility, visibility):
        return member is not None and member.is_office
    return can_curate(member, topic)


# A board shows the same to all its readers, so it lists what everybody who reads it may read.
LISTED_ON = {
    Visibility.PUBLIC: [Audience.PUBLIC],
    Visibility.MEMBERS: [Audience.PUBLIC, Audience.MEMBERS],
    Visibility.CLOSED: list(Audience),
}


def listed_on(topic: Topic, *conditions: Q) -> QuerySet[Idea]:
    """Return the ideas that a board lists, the same for every reader; `here` is their place.

    Conditions on that place belong into this call: a later one would be about any board.
    """
    here = FilteredRelation("placements", condition=Q(placements__tag=topic))
    return Idea.objects.alias(here=here).filter(
        *conditions,
        here__tag=topic,
        state=State.PUBLISHED,
        audience__in=LISTED_ON[Visibility(topic.visibility)],
    )


def get_placement(topic: Topic, idea: Idea) -> IdeaTopic:
    """Return where an idea stands on a board, 404 where it does not stand there."""
    placement: IdeaTopic | None = idea.placements.filter(tag=topic).first()
    if placement is None:
        raise Http404
    return placement


def audience_of(state: str, topics: list[Topic]) -> str:
    """Return who may read an idea: it is as open as the least open of its boards."""
    boards = {topic.visibility for topic in topics}
    if state != State.PUBLISHED or Visibility.CLOSED in boards or not boards:
        return Audience.ADMITTED
    return Audience.MEMBERS if Visibility.MEMBERS in boards else Audience.PUBLIC
