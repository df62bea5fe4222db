"""What comes in from people about ideas and boards."""

from ideas.forms.curation import PinForm
from ideas.forms.fields import MunicipalityField, TagField, TopicsField
from ideas.forms.filters import FilterForm
from ideas.forms.idea import (
    IdeaForm,
    PilotForm,
    StageForm,
    SupportForm,
    initial_for,
    initial_of,
)

__all__ = [
    "FilterForm",
    "IdeaForm",
    "MunicipalityField",
    "PilotForm",
    "PinForm",
    "StageForm",
    "SupportForm",
    "TagField",
    "TopicsField",
    "initial_for",
    "initial_of",
]
