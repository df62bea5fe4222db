"""Which address of a calendar is to end."""

from django import forms


class CalendarForm(forms.Form):
    """The key that the page has shown, or nothing where there was none yet."""

    ends = forms.UUIDField(required=False)
