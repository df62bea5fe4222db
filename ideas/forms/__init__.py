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
from ideas.forms.merge import MergeForm, OtherForm, SplitForm, UndoForm
from ideas.forms.moves import AnswerForm, MoveIdeaForm
from ideas.forms.tags import DeedForm, IntoTagForm, MergeTagsForm, RenameTagForm
from ideas.forms.topics import (
    FaceOfTagForm,
    IntoTopicForm,
    MergeTopicsForm,
    ModeratorsForm,
    NewTopicForm,
    OrderForm,
    TopicNameForm,
    names_of,
)

__all__ = [
    "AnswerForm",
    "DeedForm",
    "FaceForm",
    "FaceOfTagForm",
    "FeatureForm",
    "FillForm",
    "FilterForm",
    "IdeaForm",
    "IntoTagForm",
    "IntoTopicForm",
    "MergeForm",
    "MergeTagsForm",
    "MergeTopicsForm",
    "ModeratorsForm",
    "MoveForm",
    "MoveIdeaForm",
    "MunicipalityField",
    "NewTopicForm",
    "OrderForm",
    "OtherForm",
    "PilotForm",
    "PinForm",
    "ReadersForm",
    "ReasonForm",
    "RenameTagForm",
    "RightsForm",
    "SectionForm",
    "SplitForm",
    "StageForm",
    "SupportForm",
    "TagField",
    "TopicNameForm",
    "TopicsField",
    "UndoForm",
    "WhyForm",
    "initial_face",
    "initial_for",
    "initial_of",
    "names_of",
]
