"""What comes in from people in discussions."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from discussions.models import Comment, ReactionKind, Thread
from ideaforge.errors import Refused
from ideaforge.fields import TextField


class CommentForm(forms.Form):
    """A new comment; `key` is made by the page, so that the same words are stored once."""

    text = TextField(
        label=_("Your contribution"),
        max_length=settings.COMMENT_LENGTH,
        error_messages={"required": _("Please write something first.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    parent = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def parent_in(self, thread: Thread) -> Comment | None:
        """Return the comment that is answered; refuse one that is not in this thread."""
        number = self.cleaned_data.get("parent")
        if number is None:
            return None
        parent = Comment.objects.filter(pk=number, thread=thread).first()
        if parent is None:
            raise Refused(_("The contribution that you answer is no longer there."), field="parent")
        return parent


class EditForm(forms.Form):
    """Words that replace a comment's; `before` is what the author had in front of them."""

    text = TextField(label=_("Your contribution"), max_length=settings.COMMENT_LENGTH)
    before = TextField(widget=forms.HiddenInput, required=False)


class ReactionForm(forms.Form):
    """One of the fixed reactions."""

    kind = forms.ChoiceField(choices=ReactionKind.choices)
