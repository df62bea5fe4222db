"""What templates may use of the member who looks at them."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from members.queries import unread_count
from members.signed_in import member_of


def told(request: HttpRequest) -> dict[str, object]:
    """Return how many notices the member has not seen; counted only where a page asks."""

    def count() -> int:
        member = member_of(request)
        return unread_count(member) if member else 0

    return {"unread_notices": SimpleLazyObject(count)}
