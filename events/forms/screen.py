"""What organisers send to put something on the screen of the hall."""

from django import forms

from events.models import Shows

ONE_THING = r"^(?:slot|questions|code|nothing|(?:comment|question|poll)-[1-9][0-9]{0,17})\Z"


class ScreenForm(forms.Form):
    """One thing: its kind alone, or with the number of what was chosen, e.g. `comment-91`."""

    shows = forms.RegexField(ONE_THING)

    def choice(self) -> tuple[Shows, int]:
        """Return kind and number; 0 where the kind says it all."""
        kind, _dash, number = self.cleaned_data["shows"].partition("-")
        return Shows(kind), int(number or 0)
