"""Minutes as a Markdown file to take along: the same content, with tables instead of charts."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from discussions.models import Comment
from events.letters.words import when
from events.minutes import PollShown, SlotMinutes, few
from events.models import Event, PollKind, Question, QuestionState
from ideaforge.markdown import escaped, markdown_of
from ideas.models import Idea
from members.models import Member


def file_of(event: Event, slots: Sequence[SlotMinutes], base: str) -> str:
    """Return the whole file; links are made whole with `base`, the address of the site."""
    place = ", ".join(part for part in (event.place, str(event.host or "")) if part)
    parts = [
        f"# {escaped(_('Minutes'))}: {escaped(event.title)}",
        escaped(f"{when(event)}" + (f" · {place}" if place else "")),
    ]
    with timezone.override(event.tz):
        for slot in slots:
            parts += _slot(slot, base)
    return "\n\n".join(part for part in parts if part) + "\n"


def _slot(slot: SlotMinutes, base: str) -> list[str]:
    parts = [f"## {escaped(slot.item.title)}", *_facts(slot, base)]
    if not slot.numbers.is_empty:
        rows = [[label, number] for label, number in slot.numbers.facts]
        parts.append(_table([_("Numbers"), ""], rows))
    if slot.minutes.html:
        parts += [_heading(_("What we take with us")), markdown_of(slot.minutes.html, base)]
    parts += _questions(slot, base) + _polls(slot.polls) + _quotes(slot.quotes, base)
    return parts + _ideas(slot.ideas, base)


def _facts(slot: SlotMinutes, base: str) -> list[str]:
    item = slot.item
    starts, ends = timezone.localtime(item.starts), timezone.localtime(item.ends)
    hours = f"{date_format(starts, 'l, j. F Y, H:i')}–{date_format(ends, 'H:i')}"
    line = " · ".join(escaped(part) for part in (hours, item.speaker, item.room) if part)
    topics = ", ".join(escaped(topic.name) for topic in item.topics.all())
    ideas = [f"- {_link(idea, base)}" for idea in item.ideas.all()]
    return [line, _("Topics") + f": {topics}" if topics else "", "\n".join(ideas)]


def _questions(slot: SlotMinutes, base: str) -> list[str]:
    if not slot.questions:
        return []
    parts = [_heading(_("Questions to the podium"))]
    for question in slot.questions:
        parts += [
            f"**{escaped(question.text)}**",
            escaped(_asked(question)),
            _answer(question, base),
        ]
    if slot.further:
        parts.append(further_words(slot.further))
    return parts


def further_words(count: int) -> str:
    """Return how many questions are not listed."""
    return _("Further questions on the page of the session: %(count)s") % {"count": count}


def _asked(question: Question) -> str:
    who = who_is(question.author) if question.author else _("without a name")
    return f"{who} · " + _("wanted to know that") + f": {few(question.support_count)}"


def _answer(question: Question, base: str) -> str:
    if question.answer_html:
        return markdown_of(f"<blockquote>{question.answer_html}</blockquote>", base)
    spoken = question.state == QuestionState.ANSWERED
    return _("Answered by the podium.") if spoken else _("Not answered yet.")


def who_is(member: Member) -> str:
    """Return a name with office and municipality."""
    return ", ".join(part for part in (member.name, member.standing) if part)


def _polls(polls: Sequence[PollShown]) -> list[str]:
    if not polls:
        return []
    parts = [_heading(_("Polls"))]
    for shown in polls:
        parts += [f"**{escaped(shown.poll.text)}**", _result(shown)]
    return parts


def _result(shown: PollShown) -> str:
    if shown.outcome is None:
        return _("Fewer than three people voted, so the result is not shown.")
    is_ranking = shown.poll.kind == PollKind.RANKING
    head = [_("Choice"), _("Points")] if is_ranking else [_("Choice"), _("Votes"), _("Share")]
    rows = [
        [bar.label, number_format(bar.number), *([] if is_ranking else [f"{bar.percent} %"])]
        for bar in shown.outcome.bars
    ]
    votes = _("Votes") + f": {number_format(shown.outcome.votes)}"
    return f"{_table(head, rows)}\n\n{votes}"


def _quotes(quotes: Sequence[Comment], base: str) -> list[str]:
    if not quotes:
        return []
    parts = [_heading(_("In the spotlight"))]
    for comment in quotes:
        parts.append(markdown_of(f"<blockquote>{comment.html}</blockquote>", base))
        parts.append(f"– {escaped(who_is(comment.author))}")
    return parts


def _ideas(ideas: Sequence[Idea], base: str) -> list[str]:
    if not ideas:
        return []
    rows = [f"- {_link(idea, base)} · {escaped(_stands(idea))}" for idea in ideas]
    return [_heading(_("Ideas born here")), "\n".join(rows)]


def _stands(idea: Idea) -> str:
    plan = getattr(idea, "pilot", None)
    stage = _("Pilot project") + f": {plan.get_stage_display()}" if plan else _("Idea")
    return f"{who_is(idea.author)} · {stage}"


def _link(idea: Idea, base: str) -> str:
    return f"[{escaped(idea.title)}]({base}{idea.get_absolute_url()})"


def _heading(words: str) -> str:
    return f"### {escaped(words)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)]
    shown = [[escaped(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [*lines, *shown])
