"""What other rooms add to the demo: content that is loaded after the ideas, and scenes to play.

Rooms never import upwards, so they say here on start what they have.
"""

from collections.abc import Callable, Iterator

Load = Callable[[], str]  # loads once, and returns a sentence on what there is
# Begins a scene whose deeds are `pause` seconds apart; yields a line on each, without an end. None
# where there is nothing to play in.
Scene = Callable[[float], Iterator[str] | None]

_loads: list[Load] = []
_scenes: dict[str, Scene] = {}


def also_loads(load: Load) -> Load:
    """Register what `manage.py demo` loads after the ideas."""
    if load not in _loads:
        _loads.append(load)
    return load


def also_plays(name: str) -> Callable[[Scene], Scene]:
    """Register a scene of `manage.py demo --live` under a name that one can ask for."""

    def register(scene: Scene) -> Scene:
        _scenes[name] = scene
        return scene

    return register


def loads() -> list[Load]:
    """Return what the rooms have registered."""
    return list(_loads)


def scenes() -> dict[str, Scene]:
    """Return all scenes by their names."""
    return dict(_scenes)
