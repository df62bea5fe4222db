"""The project's settings with a slow reader's time cut from thirty seconds to three."""

from ideaforge.settings import *  # noqa: F403

CREDIT_SECONDS = 3
