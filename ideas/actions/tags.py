"""Free tags, kept in order by curators: renamed, and made a topic; tag_merge.py merges them.

Pages that are open show tags as they were and hear of nothing: the next page shows them, and links
with an old word lead on. Only where cards change (a topic more) do the boards hear of it.
"""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.slugs import german_slug, unused
from ideas.access import topics_curated_by
from ideas.actions.board import open_topic
from ideas.actions.curating import account
from ideas.actions.office import free_slug, lock_with_ideas, require_free_name, require_office
from ideas.actions.threads import tell_threads
from ideas.actions.topics import streams_beside
from ideas.models import FormerTag, Idea, IdeaTopic, Tag, Topic
from ideas.tags import former_tag, ideas_with, key_of, split_by_room
from live.record import Account, record
from members.access import require_part
from members.models import Member


@transaction.atomic
def rename_tag(*, actor: Member, tag: Tag, name: str, before: str, reason: str) -> Tag:
    """Give a tag another name, on all ideas at once; renaming it back undoes that.

    `before` is the name that the actor had in front of them.
    """
    require_curator(actor)
    tag = locked_tags(tag)[0]
    if tag.name != before:
        raise Conflict(_("Somebody has renamed this tag meanwhile."))
    if name == before:
        return tag
    if key_of(name) != tag.key:
        _take_key(tag, name)
    tag.name = name
    try:
        with transaction.atomic():
            tag.save(update_fields=["name", "key", "slug"])
    except IntegrityError:  # an idea has brought the word at this very moment
        raise _taken(name) from None
    told = Account(why=reason, before=before, after=name)
    record("tag.renamed", streams=[], actor=actor, obj=tag, account=told)
    return tag


def _take_key(tag: Tag, name: str) -> None:
    key = key_of(name)
    if other := Tag.objects.filter(key=key).first():
        raise _taken(other.name)
    former = former_tag(key)
    if former is not None and former.tag_id != tag.pk:
        raise Refused(
            _("This word leads to “%(name)s” since it was merged.")
            % {"name": former.tag or former.topic},
            field="name",
        )
    if former is not None:
        former.delete()
    FormerTag.objects.create(key=tag.key, slug=tag.slug, tag=tag)
    tag.key, tag.slug = key, _free_slug(tag, name)


def _taken(name: str) -> Refused:
    words = _("There is a tag “%(name)s” already. You can merge the two.") % {"name": name}
    return Refused(words, field="name")


def _free_slug(tag: Tag, name: str) -> str:
    taken = set(Tag.objects.exclude(pk=tag.pk).values_list("slug", flat=True))
    taken |= set(FormerTag.objects.exclude(tag=tag).values_list("slug", flat=True))
    return unused(german_slug(name), taken)


@transaction.atomic
def make_topic(*, actor: Member, tag: Tag, name: str, reason: str, **face: str) -> Topic:
    """Open a topic for what was a tag, and put its ideas there where they have room for it.

    Those have the topic instead of the tag. Ideas with three topics keep the tag, so that nothing
    loses its words; then the tag stays. Else it ends, and its words lead to the topic. The board
    is open to everybody, so that it changes for no idea who reads it.
    """
    require_office(actor)
    topics = lock_with_ideas(lambda: ideas_with(tag))
    tag = locked_tags(tag)[0]
    require_free_name(name)
    last = max((one.position for one in topics), default=0)
    topic = open_topic(actor=actor, name=name, slug=free_slug(name), position=last + 1, **face)
    before = f"#{tag.name} ({tag.uses.count()})"
    put, left = split_by_room(tag)
    _put_on_board(topic, tag, put)
    if not left:
        _end(tag, topic)
    told = account(topic, reason, before, f"{name} ({len(put)})")
    record("tag.made_topic", streams=streams_beside(topic), actor=actor, obj=topic, account=told)
    return topic


def _put_on_board(topic: Topic, tag: Tag, ideas: list[int]) -> None:
    placements = [IdeaTopic(tag=topic, content_object_id=pk) for pk in ideas]
    IdeaTopic.objects.bulk_create(placements, batch_size=500)
    tag.uses.filter(content_object__in=topic.placements.values("content_object")).delete()
    Idea.objects.filter(placements__tag=topic).update(version=F("version") + 1)
    tell_threads(ideas)


def _end(tag: Tag, topic: Topic) -> None:
    FormerTag.objects.filter(tag=tag).update(tag=None, topic=topic)
    FormerTag.objects.create(key=tag.key, slug=tag.slug, topic=topic)
    tag.delete()


def require_curator(actor: Member) -> None:
    """Refuse who looks after no board at all."""
    if not topics_curated_by(require_part(actor)).exists():
        raise Forbidden


def locked_tags(*tags: Tag) -> list[Tag]:
    """Return tags as they are stored now, locked in one order, and given back in theirs."""
    wanted = [tag.pk for tag in tags]
    rows = Tag.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {tag.pk: tag for tag in rows}
    if len(found) != len(wanted):
        raise Conflict(_("This tag is no longer there; somebody has merged it meanwhile."))
    return [found[pk] for pk in wanted]
