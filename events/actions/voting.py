"""Voting: once per member, changeable until the poll closes."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access import require_readable, require_voice
from events.actions.tally import tell_votes
from events.models import WITH_OPTIONS, WORD_LENGTH, WORDS, Poll, PollKind, Vote
from ideaforge.errors import Conflict, Refused
from members.models import Member


@transaction.atomic
def vote(*, actor: Member, poll: Poll, answer: list[Any]) -> Vote:
    """Store what a member answers, in place of what they have answered before.

    `answer` is as `events.models.Vote` has it. The log holds no row of it, only the new number.
    """
    actor = require_voice(actor, poll.item.thread)
    # Under the lock of the poll, so that no vote comes between counting and deleting.
    stored = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    require_readable(actor, poll.item.thread)
    if not stored.is_open:
        raise Conflict(_("This poll is not open. Your vote was not counted."))
    # What was read of the poll is good for that: it has stayed as it is since it was opened.
    given = _checked(poll, answer)
    own = stored.votes.filter(member=actor).first() or Vote(poll=stored, member=actor)
    if own.answer != given:
        own.answer, own.is_told = given, False
        own.save()
        transaction.on_commit(partial(tell_votes, stored.pk), robust=True)
    return own


def _checked(poll: Poll, answer: list[Any]) -> list[Any]:
    if not answer:
        raise Refused(_("Please choose first."), field="answer")
    if poll.kind == PollKind.CLOUD:
        return _words(answer)
    if not set(answer) <= _allowed(poll) or len(set(answer)) != len(answer):
        raise Refused(_("This answer is not one of those given."), field="answer")
    if len(answer) > (most := _most(poll)):
        raise Refused(_("Please choose at most %(most)d.") % {"most": most}, field="answer")
    return answer


def _allowed(poll: Poll) -> set[Any]:
    if poll.kind in WITH_OPTIONS:
        return {option.pk for option in poll.options.all()}
    return set(range(1, poll.steps + 1))


def _most(poll: Poll) -> int:
    if poll.kind in (PollKind.SINGLE, PollKind.SCALE):
        return 1
    return poll.most or len(_allowed(poll))


def _words(answer: list[Any]) -> list[str]:
    words = {word.casefold(): word for word in answer if isinstance(word, str) and word}
    if not words or len(words) > WORDS or any(len(word) > WORD_LENGTH for word in words.values()):
        raise Refused(
            _("Please give up to %(count)d words of at most %(length)d characters.")
            % {"count": WORDS, "length": WORD_LENGTH},
            field="answer",
        )
    return list(words.values())
