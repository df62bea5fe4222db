"""The sections of a board: made, named, ordered, filled, and taken away."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ideaforge.errors import Conflict, Refused
from ideas.actions.curating import account, curated, placed
from ideas.models import Idea, IdeaTopic, RemovedSection, Section, Stage, Topic
from live.record import record
from members.models import Member

SECTIONS = 8  # of one board; more is a list of its own


@transaction.atomic
def make_section(
    *, actor: Member, topic: Topic, name: str, stages: Sequence[str] = (), reason: str = ""
) -> Section:
    """Give a board another section, the last one; with stages it is filled by their pilots."""
    topic = curated(actor, topic)
    sections = list(topic.sections.all())
    _require_room(sections)
    _require_free(sections, name, stages)
    last = max((section.position for section in sections), default=0)
    section = Section.objects.create(topic=topic, name=name, stages=list(stages), position=last + 1)
    told = account(topic, reason, after=_words(section))
    record("sections.made", streams=[topic.stream], actor=actor, obj=topic, account=told)
    return section


@transaction.atomic
def change_section(
    *, actor: Member, section: Section, name: str, stages: Sequence[str] = (), reason: str = ""
) -> None:
    """Change the name of a section and what fills it; with stages nothing stands in it by hand."""
    topic = curated(actor, section.topic)
    section = _stored(topic, section)
    before = _words(section)
    _require_free([one for one in topic.sections.all() if one != section], name, stages)
    section.name, section.stages = name, list(stages)
    if _words(section) == before:
        return
    section.save(update_fields=["name", "stages"])
    if stages:
        section.placements.update(section=None)
    told = account(topic, reason, before, _words(section))
    record("sections.changed", streams=[topic.stream], actor=actor, obj=topic, account=told)


@transaction.atomic
def move_section(*, actor: Member, section: Section, move: str) -> None:
    """Move a section `up` or `down` among the others."""
    topic = curated(actor, section.topic)
    order = list(topic.sections.all())
    place = order.index(_stored(topic, section))
    target = place + {"up": -1, "down": 1}.get(move, 0)
    if target == place or not 0 <= target < len(order):
        return
    before = _names(order)
    order.insert(target, order.pop(place))
    for position, one in enumerate(order, start=1):
        Section.objects.filter(pk=one.pk).update(position=position)
    told = account(topic, "", before, _names(order))
    record("order.changed", streams=[topic.stream], actor=actor, obj=topic, account=told)


@transaction.atomic
def delete_section(*, actor: Member, section: Section, reason: str = "") -> None:
    """Take a section away; its ideas stand among the others again."""
    topic = curated(actor, section.topic)
    section = _stored(topic, section)
    told = account(topic, reason, before=_words(section))
    RemovedSection.objects.create(
        topic=topic, name=section.name, position=section.position, stages=section.stages,
        placements=list(section.placements.order_by("pk").values_list("pk", flat=True)),
    )  # fmt: skip
    section.delete()
    record("sections.deleted", streams=[topic.stream], actor=actor, obj=topic, account=told)


@transaction.atomic
def restore_section(*, actor: Member, removed: RemovedSection) -> Section:
    """Bring a section back, with what stood in it by hand and stands in no other one now."""
    topic = curated(actor, removed.topic)
    removed = _still_away(topic, removed)
    sections = list(topic.sections.all())
    _require_room(sections)
    _require_free(sections, removed.name, removed.stages)
    section = Section.objects.create(
        topic=topic, name=removed.name, position=removed.position, stages=removed.stages
    )
    topic.placements.filter(pk__in=removed.placements, section=None).update(section=section)
    removed.delete()
    told = account(topic, "", after=_words(section))
    record("sections.restored", streams=[topic.stream], actor=actor, obj=topic, account=told)
    return section


def _still_away(topic: Topic, removed: RemovedSection) -> RemovedSection:
    found: RemovedSection | None = topic.removed_sections.filter(pk=removed.pk).first()
    if found is None:
        raise Conflict(_("Somebody was quicker: this section is back already."))
    return found


@transaction.atomic
def fill_section(
    *, actor: Member, topic: Topic, idea: Idea, section: Section | None, reason: str = ""
) -> None:
    """Put an idea into a section by hand, or with None back to where it would stand by itself."""
    placement = placed(actor, topic, idea)
    section = _stored(topic, section) if section else None
    if section is not None and section.stages:
        raise Refused(_("This section is filled by the stages of pilots."), field="section")
    if placement.section == section:
        return
    before, after = placement.section, section
    IdeaTopic.objects.filter(pk=placement.pk).update(section=section)
    told = account(topic, reason, before.name if before else "", after.name if after else "")
    verb = "section.filled" if section else "section.emptied"
    record(verb, streams=[topic.stream], actor=actor, obj=idea, account=told)


def _stored(topic: Topic, section: Section) -> Section:
    found: Section | None = topic.sections.filter(pk=section.pk).first()
    if found is None:
        raise Refused(_("This section is no longer there."))
    return found


def _require_room(sections: Sequence[Section]) -> None:
    if len(sections) >= SECTIONS:
        raise Refused(_("A board has room for %(count)d sections.") % {"count": SECTIONS})


def _require_free(others: Sequence[Section], name: str, stages: Sequence[str]) -> None:
    if name.casefold() in {one.name.casefold() for one in others}:
        raise Refused(_("The board has a section of this name already."), field="name")
    for one in others:
        if taken := [Stage(stage).label for stage in stages if stage in one.stages]:
            raise Refused(
                _("“%(section)s” shows these pilots already: %(stages)s")
                % {"section": one.name, "stages": ", ".join(map(str, taken))},
                field="stages",
            )


def _words(section: Section) -> str:
    stages = ", ".join(str(Stage(stage).label) for stage in section.stages)
    return f"{section.name} ({stages})" if stages else section.name


def _names(sections: Sequence[Section]) -> str:
    return ", ".join(section.name for section in sections)
