"""The ways in which an action says no; each carries the sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action was not carried out and nothing was stored.

    `message` is shown to the person, `status` is the HTTP answer, `field` names the form field
    that caused it, or is empty.
    """

    status = 400

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def require_reason(reason: str) -> None:
    """Refuse a deed that others are told of without a sentence why."""
    if not reason:
        raise Refused(_("Please say in a sentence why."), field="reason")


class Forbidden(Refused):
    """The person may see the object but not do this with it."""

    status = 403

    def __init__(self, message: object = _("You are not allowed to do that here.")) -> None:
        super().__init__(message)


class Conflict(Refused):
    """Somebody else was quicker, or the same key came with another text."""

    status = 409


class Elsewhere(Conflict):
    """What was asked for lives at another address now: `to`, a path of this site."""

    def __init__(self, message: object, *, to: str) -> None:
        super().__init__(message)
        self.to = to


class TooFast(Refused):
    """A rate of the shipped limits is exceeded; `wait` is the seconds until the next try."""

    status = 429

    def __init__(self, message: object, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait
