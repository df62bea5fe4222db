"""What is to be loaded, checked and ready to be stored."""

from dataclasses import dataclass, field
from datetime import datetime

from ideas.models import Topic
from members.models import Member, Municipality


@dataclass
class CommentRecord:
    """A comment of the past; `parent` is the source of the comment that it answers, or empty."""

    source: str
    author: Member
    text: str
    created: datetime
    parent: str = ""
    reactions: dict[str, list[Member]] = field(default_factory=dict)


@dataclass
class StepRecord:
    """A step of a pilot in the past."""

    stage: str
    member: Member
    reason: str
    created: datetime


@dataclass
class IdeaRecord:
    """An idea of the past with all that hangs on it. `pins` are the ranks by topic slug."""

    source: str
    author: Member
    title: str
    text: str
    created: datetime
    topics: list[Topic]
    tags: list[str] = field(default_factory=list)
    municipality: Municipality | None = None
    supporters: list[tuple[Member, datetime]] = field(default_factory=list)
    supports_elsewhere: int = 0
    plan: dict[str, str] | None = None
    steps: list[StepRecord] = field(default_factory=list)
    pins: dict[str, int] = field(default_factory=dict)
    comments: list[CommentRecord] = field(default_factory=list)
