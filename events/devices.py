"""Devices of people who ask without a name: a random cookie, and the keys that are made of it.

A key is HMAC-SHA256 of the cookie under the salt of the slot. Nothing stored leads from a key to a
cookie or a person: the cookie stands in no table, and the salt is gone when the slot has closed.
The cookie is signed, so that nobody invents devices, and a session is given one device only.
"""

import hmac
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.models import AgendaItem
from ideaforge.errors import Refused

COOKIE, SALT = "device", "events.device"
GIVEN = "has_device"  # in the session: that a cookie was given, not which
AGE = 400 * 24 * 3600  # seconds, as long as browsers keep one


def device_of(request: HttpRequest) -> str:
    """Return what this browser's cookie holds, empty without one or with one that we never gave.

    Nor with one that was given to somebody else who was signed in here before.
    """
    if not request.session.get(GIVEN):
        return ""
    found = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    return found or ""


def require_device(request: HttpRequest) -> str:
    """Return the device that acts; a browser that has thrown its cookie away gets no second one."""
    if device := device_of(request):
        return device
    if request.session.get(GIVEN):
        raise Refused(_("Your browser has lost its device key. Please sign in again."))
    # Not made here: a session would be stored in the very moment of an unnamed question.
    raise Refused(_("Please reload the page."), field="unnamed")


def remember_device(
    request: HttpRequest, response: HttpResponse, item: AgendaItem | None, device: str = ""
) -> HttpResponse:
    """Give a browser its cookie, once, and only where a slot lets people ask without a name."""
    wanted = item is not None and item.allows_anonymous and request.user.is_authenticated
    if not wanted or device_of(request) or request.session.get(GIVEN):
        return response
    request.session[GIVEN] = True
    response.set_signed_cookie(
        COOKIE, device or token_hex(32), salt=SALT, max_age=AGE, httponly=True, samesite="Lax",
        secure=settings.HTTPS,
    )  # fmt: skip
    return response


def key_of(item: AgendaItem, device: str) -> str:
    """Return the key of a device in one slot; empty where the slot has no salt (any more)."""
    if not item.salt or not device:
        return ""
    return hmac.new(item.salt.encode(), device.encode(), "sha256").hexdigest()
