"""Everybody at an event as its organisers' lists show them: sought, sorted, and counted.

One query reads all of them, whatever a list asks for: a hall has hundreds, not hundreds of
thousands, and only so names are found and sorted as people write them, whatever the database.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unicodedata import combining, normalize
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from events.answers import chosen, options_of
from events.models import Event, FieldKind, Registration, RegistrationField, Standing


class Group(models.TextChoices):
    """The standings as organisers ask for them."""

    REGISTERED = "registered", gettext_lazy("registered")
    OFFERED = "offered", gettext_lazy("a place is offered")
    WAITING = "waiting", gettext_lazy("waiting for a place")
    OFF = "off", gettext_lazy("signed off")


class Presence(models.TextChoices):
    """Whether somebody who is registered is there."""

    EXPECTED = "expected", gettext_lazy("not here yet")
    IN = "in", gettext_lazy("in the hall")
    OUT = "out", gettext_lazy("has left")


COLUMNS = (
    "pk", "key", "standing", "number", "offered_until", "created", "answers", "arrived", "left",
    "checked_in_by__name", "member__name", "member__office", "member__municipality__name",
)  # fmt: skip


@dataclass(frozen=True)
class Participant:
    """One registration with the names that lists show; `by` has checked the person in."""

    pk: int
    key: UUID
    standing: str
    number: int | None
    offered_until: datetime | None
    created: datetime
    answers: dict[str, Any]
    arrived: datetime | None
    left: datetime | None
    by: str | None
    name: str
    office: str
    municipality: str | None

    @property
    def element(self) -> str:
        """The id of the person's row at the door."""
        return door_element(self.pk)

    @property
    def group(self) -> Group:
        """The standing as organisers ask for it."""
        known = self.standing in (Group.REGISTERED, Group.OFFERED, Group.WAITING)
        return Group(self.standing) if known else Group.OFF

    @property
    def presence(self) -> str:
        """Whether the person is there; empty for those who are not registered."""
        if self.standing != Standing.REGISTERED:
            return ""
        if self.arrived is None:
            return Presence.EXPECTED
        return Presence.IN if self.left is None else Presence.OUT

    @property
    def line(self) -> str:
        """Office and municipality, as far as they are known."""
        return ", ".join(part for part in (self.office, self.municipality) if part)

    @property
    def by_surname(self) -> tuple[str, str, int]:
        """The sort key of lists: the last word of the name, then the whole of it."""
        words = folded(self.name).split()
        return (words[-1] if words else "", " ".join(words), self.pk)


@dataclass(frozen=True)
class Sought:
    """What a list asks for; `answers` has an option by the key of its field."""

    words: str = ""
    group: str = ""
    presence: str = ""
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Total:
    """How often each option of a question was chosen."""

    label: str
    options: list[tuple[str, int]]


def door_element(pk: int) -> str:
    """Return the id of a registration's row at the door."""
    return f"door-{pk}"


def participants_of(event: Event, only: Collection[int] | None = None) -> list[Participant]:
    """Return everybody who has ever registered, by surname; or `only` these registrations."""
    rows = Registration.objects.filter(event=event)
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = [Participant(*row) for row in rows.order_by("pk").values_list(*COLUMNS)]
    return sorted(found, key=lambda one: one.by_surname)


def sought(
    people: Iterable[Participant], wish: Sought, fields: Sequence[RegistrationField]
) -> list[Participant]:
    """Return those whom the wish means, in their order."""
    words = folded(wish.words).split()
    asked = [(one, wish.answers[str(one.pk)]) for one in fields if str(one.pk) in wish.answers]
    return [
        one for one in people
        if wish.group in ("", one.group) and wish.presence in ("", one.presence)
        and is_named(one, words)
        and all(option in chosen(asked_of, one.answers) for asked_of, option in asked)
    ]  # fmt: skip


def in_groups(people: Iterable[Participant]) -> list[Participant]:
    """Return people by standing; those who wait in the order of their queue."""
    ranks = {group: rank for rank, group in enumerate(Group)}

    def place(one: Participant) -> tuple[int, int]:
        return ranks[one.group], (one.number or 0) if one.group == Group.WAITING else 0

    return sorted(people, key=place)


def counts(people: Iterable[Participant]) -> list[tuple[Group, int]]:
    """Return how many there are of each group."""
    found = Counter(one.group for one in people)
    return [(group, found[group]) for group in Group]


def totals(fields: Iterable[RegistrationField], people: Iterable[Participant]) -> list[Total]:
    """Return how often each option was chosen by those of them who are registered."""
    coming = [one for one in people if one.standing == Standing.REGISTERED]
    if not coming:
        return []
    return [_total(one, coming) for one in fields if one.kind != FieldKind.TEXT]


def _total(asked: RegistrationField, people: Sequence[Participant]) -> Total:
    found = Counter(option for one in people for option in chosen(asked, one.answers))
    known = dict(options_of(asked))
    return Total(asked.label, [(known.get(key, key), found[key]) for key in {**known, **found}])


def is_named(one: Participant, words: Sequence[str]) -> bool:
    """Tell whether name or municipality hold each of the folded words."""
    text = folded(f"{one.name} {one.municipality or ''}")
    return all(word in text for word in words)


def folded(text: str) -> str:
    """Return text as it is compared: without case and accents, `Müller` as `Mueller`.

    static/js/door.js does the same while somebody types.
    """
    plain = "".join(one for one in normalize("NFKD", text.casefold()) if not combining(one))
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        plain = plain.replace(pair, letter)
    return plain
