"""Rows of the log in words: what was done to what, as the reader may see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discussions.models import Comment
from ideas.access import ideas_visible_to
from ideas.models import Idea, Topic
from members.models import Member
from moderation.models import Act, Appeal, Case, Decision
from moderation.subjects import name_of, subject_of
from moderation.words import verb_label

# A spreadsheet takes cells that begin so for formulas (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Entry:
    """One act as a page shows it; `who` is the name of the moderator, `whom` of the moderated.

    `who` is empty where nobody did it by a page: at the set-up, or by a command.
    """

    when: datetime
    who: str
    what: str
    about: str
    url: str
    board: str
    whom: str
    why: str
    before: str
    after: str


def entries(member: Member, acts: Sequence[Act]) -> list[Entry]:
    """Return acts in full."""
    about = _abouts(member, acts)
    return [
        Entry(
            when=act.activity.created,
            who=_name(act.activity.actor),
            what=_what(act, about[act.pk][2]),
            about=about[act.pk][0],
            url=about[act.pk][1],
            board=act.topic.name if act.topic else "",
            whom=_name(act.member),
            why=act.why,
            before=act.before,
            after=act.after,
        )
        for act in acts
    ]


def public_entries(reader: Member | None, acts: Sequence[Act]) -> list[Entry]:
    """Return acts as everybody may read them: no names and no words of the moderated."""
    shown = []
    about = _abouts(reader, acts)
    for act in acts:
        name, url, decision = about[act.pk]
        shown.append(
            Entry(
                when=act.activity.created,
                who=_name(act.activity.actor),
                what=_what(act, decision),
                about=_("a contribution") if decision else name,
                url="" if decision else url,
                board="",
                whom="",
                why=decision.get_rule_display() if decision else act.why,
                before="" if decision else act.before,
                after="" if decision else act.after,
            )
        )
    return shown


def _what(act: Act, decision: Decision | None) -> str:
    label = verb_label(act.activity.verb)
    return f"{label}: {decision.get_measure_display()}" if decision else label


def _name(member: object) -> str:
    return member.name if isinstance(member, Member) else ""


About = tuple[str, str, Decision | None]  # its name, its address, the decision that it is


def _abouts(reader: Member | None, acts: Sequence[Act]) -> dict[int, About]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for act in acts:
        wanted[act.activity.model].add(act.activity.object_id)
    found = {model: _load(model, ids) for model, ids in wanted.items()}
    ideas = {pk for model in found for one in found[model].values() if (pk := _idea_pk(one))}
    visible = set(ideas_visible_to(reader).filter(pk__in=ideas).values_list("pk", flat=True))
    return {
        act.pk: _about(found[act.activity.model].get(act.activity.object_id), visible)
        for act in acts
    }


RELATED = {
    "discussions.comment": ("thread__idea",),
    "moderation.decision": ("case__comment", "case__idea", "case__member"),
    "moderation.case": ("comment", "idea", "member"),
    "moderation.appeal": (
        "decision__case__comment", "decision__case__idea", "decision__case__member",
    ),
    "ideas.moveoffer": ("idea",),
    "ideas.merge": ("kept",),
    "ideas.split": ("idea",),
}  # fmt: skip


def _load(model: str, ids: set[int]) -> dict[int, object]:
    rows = apps.get_model(model)._default_manager.select_related(*RELATED.get(model, ()))
    return dict(rows.in_bulk(list(ids)))


def _idea_pk(one: object) -> int | None:
    idea = _idea_of(one)
    return idea.pk if idea is not None else None


def _idea_of(one: object) -> Idea | None:
    if isinstance(one, Idea):
        return one
    for name in ("idea", "kept"):
        if isinstance(found := getattr(one, name, None), Idea):
            return found
    thread = getattr(one, "thread", None)
    return getattr(thread, "idea", None)


def _about(one: object, visible: set[int]) -> About:
    if isinstance(one, Decision):
        return name_of(subject_of(one.case)), "", one
    if isinstance(one, Appeal):
        return name_of(subject_of(one.decision.case)), "", None
    if isinstance(one, Case):
        return name_of(subject_of(one)), "", None
    if isinstance(one, Topic):
        return one.name, one.get_absolute_url(), None
    idea = _idea_of(one)
    if idea is not None and not isinstance(one, Comment) and idea.pk in visible:
        return idea.title, idea.get_absolute_url(), None
    subject = one if isinstance(one, Comment | Member) else idea
    return name_of(subject) if subject is not None else "–", "", None


def headings() -> list[str]:
    """Return the first line of the export."""
    return [
        _("When"), _("Who"), _("What"), _("About"), _("Topic"), _("Whom it concerns"), _("Why"),
        _("Before"), _("After"),
    ]  # fmt: skip


def cells(entry: Entry) -> list[str]:
    """Return a row of the export, in which no cell starts a formula."""
    when = formats.date_format(localtime(entry.when), "Y-m-d H:i:s")
    row = [when, entry.who, entry.what, entry.about, entry.board, entry.whom, entry.why,
           entry.before, entry.after]  # fmt: skip
    return ["'" + cell if cell.lstrip(" ").startswith(FORMULA) else cell for cell in row]
