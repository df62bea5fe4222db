"""How ideas look: on their own page, as cards on boards, and who may join a board's stream."""

from ideas.live import boards
from ideas.live.cards import TRACK, card_html, sort_key, track
from ideas.live.joined import pages_anew
from ideas.live.pages import stage_part, support_part, text_html
from ideas.live.shelves import front_parts, head_part, sections_part

__all__ = [
    "TRACK",
    "boards",
    "card_html",
    "front_parts",
    "head_part",
    "pages_anew",
    "sections_part",
    "sort_key",
    "stage_part",
    "support_part",
    "text_html",
    "track",
]
