"""A published idea on the public board."""

import pytest

from ideas.models import Idea
from tests.cast import Cast, make_idea


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """An idea of the author on the public board."""
    return make_idea(cast.author, cast.public, text="Er ist alt.")


@pytest.fixture
def pair(cast: Cast) -> tuple[Idea, Idea]:
    """The idea that is kept, of the author, and the one that goes into it, of the mate."""
    return (
        make_idea(cast.author, cast.public, title="Deich erhöhen", tags=["deich", "wasser"]),
        make_idea(cast.mate, cast.public, title="Höherer Deich", tags=["Wasser", "flut"]),
    )
