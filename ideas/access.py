"""Who may see and change ideas and boards. An idea is read by those who read its thread."""

from typing import NoReturn

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from discussions.access import is_readable
from discussions.models import Audience
from ideaforge.errors import Elsewhere
from ideas.models import Idea, Merge, State, Topic, Visibility
from members.access import takes_part
from members.models import Member

# What the page of an idea shows, in one query.
WHOLE = ("thread", "author__municipality", "municipality", "pilot", "split_from__source",
         "split_from__member")  # fmt: skip
MERGED = _("This idea was merged with another one. It goes on there.")


def topics_visible_to(member: Member | None) -> QuerySet[Topic]:
    """Return the topics whose boards a member may read."""
    topics = Topic.objects.all()
    if member is not None and member.is_office:
        return topics
    if not takes_part(member):
        return topics.filter(visibility=Visibility.PUBLIC)
    open_or_own = Q(visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS])
    return topics.filter(open_or_own | Q(pk__in=member.curated_topics.values("pk")))  # type: ignore[union-attr]


def get_topic(member: Member | None, slug: str) -> Topic:
    """Return a topic, 404 when the member may not read its board."""
    topic = topics_visible_to(member).filter(slug=slug).first()
    if topic is None:
        raise Http404
    return topic


def ideas_visible_to(member: Member | None) -> QuerySet[Idea]:
    """Return the published ideas that a member may read."""
    return Idea.objects.filter(is_readable(member, thread="thread"), state=State.PUBLISHED)


def get_idea(member: Member | None, pk: int) -> Idea:
    """Return an idea, 404 when the member may not read it; drafts are their author's alone.

    Raises Elsewhere for an idea that was merged with one which the member may read.
    """
    idea = (
        Idea.objects.select_related(*WHOLE)
        .annotate(has_merges=Exists(Merge.objects.filter(kept=OuterRef("pk"), undone=None)))
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


# A board shows the same to all its readers, so it lists what everybody who reads it may read.
LISTED_ON = {
    Visibility.PUBLIC: [Audience.PUBLIC],
    Visibility.MEMBERS: [Audience.PUBLIC, Audience.MEMBERS],
    Visibility.CLOSED: list(Audience),
}


def listed_on(topic: Topic, *, pinned: bool | None = None) -> QuerySet[Idea]:
    """Return the ideas that a board lists, the same for every reader; `here` is their place.

    `pinned` narrows them to those that are pinned there, or to those that are not.
    """
    place: dict[str, object] = {"here__tag": topic}
    if pinned is not None:
        place["here__pin__isnull"] = not pinned
    here = FilteredRelation("placements", condition=Q(placements__tag=topic))
    return Idea.objects.alias(here=here).filter(
        **place,
        state=State.PUBLISHED,
        audience__in=LISTED_ON[Visibility(topic.visibility)],
    )


def audience_of(state: str, topics: list[Topic]) -> str:
    """Return who may read an idea: it is as open as the least open of its boards."""
    boards = {topic.visibility for topic in topics}
    if state != State.PUBLISHED or Visibility.CLOSED in boards or not boards:
        return Audience.ADMITTED
    return Audience.MEMBERS if Visibility.MEMBERS in boards else Audience.PUBLIC
