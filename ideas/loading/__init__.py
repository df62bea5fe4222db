"""Loading whole ideas with their discussions, for the demo and for imports: past deeds in bulk."""

from ideas.loading.people import Placeholders
from ideas.loading.records import CommentRecord, IdeaRecord, StepRecord
from ideas.loading.store import store_comments, store_ideas

__all__ = ["CommentRecord", "IdeaRecord", "Placeholders", "StepRecord", "store_comments",
           "store_ideas"]  # fmt: skip
