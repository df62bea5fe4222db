"""What holds for every test: no fragment of another test's objects is kept."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    # Numbers of rows begin again with every test, so kept fragments would be another test's.
    cache.clear()
