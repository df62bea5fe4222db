"""What comes in from people about ideas and boards."""

from ideas.forms.curation import (
    FaceForm,
    FeatureForm,
    FillForm,
    MoveForm,
    PinForm,
    ReadersForm,
    ReasonForm,
    RightsForm,
    SectionForm,
    WhyForm,
    initial_face,
)
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
    "FaceForm",
    "FeatureForm",
    "FillForm",
    "FilterForm",
    "IdeaForm",
    "MoveForm",
    "MunicipalityField",
    "PilotForm",
    "PinForm",
    "ReadersForm",
    "ReasonForm",
    "RightsForm",
    "SectionForm",
    "StageForm",
    "SupportForm",
    "TagField",
    "TopicsField",
    "WhyForm",
    "initial_face",
    "initial_for",
    "initial_of",
]
