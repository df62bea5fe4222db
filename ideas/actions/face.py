"""The face of a board: what it says and looks like, and whether it is put away."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from ideaforge.errors import require_reason
from ideas.actions.curating import account, curated, require_version
from ideas.models import Topic
from live.record import record
from members.models import Member


@dataclass(frozen=True)
class Face:
    """What a board shows of itself; `wanted` is asked for up to and with `wanted_until`."""

    description: str
    hue: str
    cover: str = ""
    wanted: str = ""
    wanted_until: date | None = None


def face_of(topic: Topic) -> Face:
    """Return the face of a board as it is stored."""
    return Face(topic.description, topic.hue, topic.cover, topic.wanted, topic.wanted_until)


def face_in_words(topic: Topic) -> dict[str, str]:
    """Return the face of a board as people read it, by field."""
    until = topic.wanted_until
    return {
        "description": topic.description,
        "hue": str(topic.get_hue_display()),
        "cover": str(topic.get_cover_display()),
        "wanted": topic.wanted,
        "wanted_until": date_format(until, "SHORT_DATE_FORMAT") if until else "",
    }


@transaction.atomic
def edit_board(*, actor: Member, topic: Topic, face: Face, version: int, reason: str = "") -> Topic:
    """Change the face of a board; `version` is the one that the actor had in front of them.

    Raises Conflict when somebody has changed the board meanwhile; nothing is overwritten.
    """
    topic = curated(actor, topic)
    require_version(topic, version)
    changed = [name for name, value in asdict(face).items() if getattr(topic, name) != value]
    if not changed:
        return topic
    before = _words(topic, changed)
    for name in changed:
        setattr(topic, name, getattr(face, name))
    _store(topic, *changed)
    # All cards bear the colour of their topic, so then the whole page is another.
    verb = "look.changed" if "hue" in changed else "board.edited"
    told = account(topic, reason, before, _words(topic, changed))
    record(verb, streams=[topic.stream], actor=actor, obj=topic, account=told)
    return topic


@transaction.atomic
def archive_board(*, actor: Member, topic: Topic, reason: str) -> None:
    """Put a board away: it can be read, and takes no new ideas."""
    topic = curated(actor, topic)
    require_reason(reason)
    if topic.archived is None:
        topic.archived, topic.archived_because = timezone.now(), reason
        _store(topic, "archived", "archived_because")
        told = account(topic, reason)
        record("board.archived", streams=[topic.stream], actor=actor, obj=topic, account=told)


@transaction.atomic
def reopen_board(*, actor: Member, topic: Topic, reason: str) -> None:
    """Let a board take ideas again."""
    topic = curated(actor, topic)
    require_reason(reason)
    if topic.archived is not None:
        told = account(topic, reason, before=topic.archived_because)
        topic.archived, topic.archived_because = None, ""
        _store(topic, "archived", "archived_because")
        record("board.reopened", streams=[topic.stream], actor=actor, obj=topic, account=told)


def _words(topic: Topic, names: list[str]) -> str:
    words = face_in_words(topic)
    labels = {name: topic._meta.get_field(name).verbose_name for name in names}  # type: ignore[union-attr]
    return " · ".join(f"{labels[name]}: {words[name] or '–'}" for name in names)


def _store(topic: Topic, *names: str) -> None:
    topic.version += 1
    topic.save(update_fields=[*names, "version"])
