"""How deeds look on pages of events, and who may join their streams."""

from events.live.air import air_part, head_part, strip_part
from events.live.pages import agenda_part, places_part

__all__ = ["agenda_part", "air_part", "head_part", "places_part", "strip_part"]
