"""How ideas look: on their own page, as cards on boards, and who may join a board's stream."""

from ideas.live.boards import pinned_part
from ideas.live.cards import TRACK, card_html, sort_key, track
from ideas.live.joined import pages_anew
from ideas.live.pages import stage_part, support_part, text_html

__all__ = [
    "TRACK",
    "card_html",
    "pages_anew",
    "pinned_part",
    "sort_key",
    "stage_part",
    "support_part",
    "text_html",
    "track",
]
