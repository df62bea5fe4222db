"""An idea on the public board with a comment by a mate, and a moderator of another board."""

from collections.abc import Iterator

import pytest

from discussions.models import Comment
from ideas.models import Idea
from live.models import Activity
from live.record import recorded
from members.models import Member, Role
from tests.cast import Cast, make_board, make_idea, make_member, say


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """An idea of the author on the public board."""
    return make_idea(cast.author, cast.public)


@pytest.fixture
def comment(cast: Cast, idea: Idea) -> Comment:
    """What the mate wrote there."""
    return say(cast.mate, idea, "Kanarienvogel.")


@pytest.fixture
def elsewhere(cast: Cast) -> Member:
    """The moderator of another board."""
    member = make_member("elsewhere", role=Role.MODERATOR)
    make_board("Bildung", moderators=[member])
    return member


@pytest.fixture
def events() -> Iterator[list[str]]:
    """The verbs of all deeds that are recorded, those of cases included."""
    verbs: list[str] = []

    def note(activity: Activity, **kwargs: object) -> None:
        verbs.append(activity.verb)

    recorded.connect(note)
    yield verbs
    recorded.disconnect(note)
