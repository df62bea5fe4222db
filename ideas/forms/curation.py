"""What curators send from a board."""

from django import forms


class PinForm(forms.Form):
    """One step of arranging the pinned ideas of a board."""

    move = forms.ChoiceField(choices=[(move, move) for move in ("pin", "unpin", "up", "down")])
