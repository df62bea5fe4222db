"""The one letter to somebody whom the platform does not know yet: is this mail yours?"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from events.letters.words import when
from events.models import Event
from members.telling import Letter


def confirmation(event: Event, *, email: str, url: str) -> EmailMessage:
    """Return the mail with the address on which a guest goes on to register."""
    words = [
        _("Somebody, probably you, would like to take part as a guest in “%(title)s”.")
        % {"title": event.title},
        when(event),
        _("Please open this address to go on; it works for seven days: %(url)s") % {"url": url},
        _("If that was not you, do nothing. Nothing is stored then."),
    ]
    letter = Letter(_("Your registration for “%(title)s”") % {"title": event.title},
                    "\n\n".join(words))  # fmt: skip
    context = {"letter": letter, "site": settings.SITE_URL, "site_name": settings.SITE_NAME}
    return EmailMessage(
        subject=f"{settings.SITE_NAME}: {letter.subject}",
        body=render_to_string("mail/to_stranger.txt", context),
        to=[email],
    )
