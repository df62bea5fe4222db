"""A published idea with its thread."""

import pytest

from ideas.models import Idea
from tests.cast import Cast, make_idea


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """An idea of the author on the public board."""
    return make_idea(cast.author, cast.public)


@pytest.fixture
def other(cast: Cast) -> Idea:
    """Another idea on the same board."""
    return make_idea(cast.mate, cast.public, title="Damm")
