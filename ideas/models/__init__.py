"""Tables of ideas and boards."""

from ideas.models.ideas import Idea, IdeaTag, IdeaTopic, SearchText, State, Support
from ideas.models.pilots import CostRange, PilotPlan, Stage, StageChange
from ideas.models.topics import GermanTag, Hue, Tag, Topic, Visibility

__all__ = [
    "CostRange",
    "GermanTag",
    "Hue",
    "Idea",
    "IdeaTag",
    "IdeaTopic",
    "PilotPlan",
    "SearchText",
    "Stage",
    "StageChange",
    "State",
    "Support",
    "Tag",
    "Topic",
    "Visibility",
]
