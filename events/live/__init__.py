"""How deeds look on the pages of an event, and who may join its streams."""

from events.live.air import air_part, head_part, strip_part
from events.live.console import ConsolePage, console_page
from events.live.pages import agenda_part, places_part
from events.live.podium import PodiumPage, own_part, podium_page
from events.live.polls import own_vote
from events.live.screen import spotlight_part

__all__ = [
    "ConsolePage",
    "PodiumPage",
    "agenda_part",
    "air_part",
    "console_page",
    "head_part",
    "own_part",
    "own_vote",
    "places_part",
    "podium_page",
    "spotlight_part",
    "strip_part",
]
