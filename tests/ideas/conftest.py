"""A published idea on the public board."""

import pytest

from ideas.models import Idea
from tests.cast import Cast, make_idea


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """An idea of the author on the public board."""
    return make_idea(cast.author, cast.public, text="Er ist alt.")
