"""Deciding many cases alike; one that somebody else was quicker with stops none of the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ideaforge.errors import Refused
from members.models import Member
from moderation.actions.decide import Verdict, decide
from moderation.models import Case, Decision


@dataclass
class Outcome:
    """What became of each of many cases: decided, or not, with the sentence why."""

    decided: list[Decision] = field(default_factory=list)
    refused: list[tuple[Case, str]] = field(default_factory=list)


def decide_many(*, actor: Member, cases: Iterable[tuple[Case, int]], verdict: Verdict) -> Outcome:
    """Decide each case in a transaction of its own; with each goes the version that was seen."""
    outcome = Outcome()
    for case, version in cases:
        try:
            made = decide(actor=actor, case=case, version=version, verdict=verdict)
        except Refused as refused:
            outcome.refused.append((case, str(refused.message)))
        else:
            outcome.decided.append(made)
    return outcome
