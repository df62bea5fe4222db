"""The project's settings with a database that waits for nobody."""

from ideaforge.settings import *  # noqa: F403

DATABASES["default"]["OPTIONS"]["timeout"] = 0.1  # type: ignore[index] # noqa: F405
