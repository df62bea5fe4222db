"""How deeds look on the pages of an event, and who may join its streams."""

from events.live.pages import agenda_part, places_part

__all__ = ["agenda_part", "places_part"]
