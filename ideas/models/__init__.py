"""Tables of ideas and boards."""

from ideas.models.curation import Merge, MoveOffer, OfferState, Split
from ideas.models.ideas import (
    ENTRUSTED,
    Idea,
    IdeaTag,
    IdeaTopic,
    SearchText,
    State,
    Support,
)
from ideas.models.pilots import CostRange, PilotPlan, Stage, StageChange
from ideas.models.topics import (
    Cover,
    FormerTag,
    FormerTopic,
    GermanTag,
    Hue,
    Posting,
    RemovedSection,
    Section,
    Tag,
    Topic,
    Visibility,
)

__all__ = [
    "ENTRUSTED",
    "CostRange",
    "Cover",
    "FormerTag",
    "FormerTopic",
    "GermanTag",
    "Hue",
    "Idea",
    "IdeaTag",
    "IdeaTopic",
    "Merge",
    "MoveOffer",
    "OfferState",
    "PilotPlan",
    "Posting",
    "RemovedSection",
    "SearchText",
    "Section",
    "Split",
    "Stage",
    "StageChange",
    "State",
    "Support",
    "Tag",
    "Topic",
    "Visibility",
]
