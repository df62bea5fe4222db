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
from ideas.forms.merge import MergeForm, OtherForm, SplitForm, UndoForm

__all__ = [
    "FilterForm",
    "IdeaForm",
    "MergeForm",
    "MunicipalityField",
    "OtherForm",
    "PilotForm",
    "PinForm",
    "SplitForm",
    "StageForm",
    "SupportForm",
    "TagField",
    "TopicsField",
    "UndoForm",
    "initial_for",
    "initial_of",
]
