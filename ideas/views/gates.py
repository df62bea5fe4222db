"""Pages that are there for curators, or for the office; for others there is no such page."""

from functools import wraps
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest

from ideaforge.errors import Conflict, Forbidden, Refused
from ideaforge.fields import show_refusal
from ideas.access import topics_curated_by
from members.signed_in import View, member_of, members_only


def curators_only(view: View) -> View:
    """Open a page to members who look after a board, and to the office."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not topics_curated_by(member_of(request)).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return members_only(guarded)


def office_only(view: View) -> View:
    """Open a page to the office."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not member_of(request).is_office:
            raise Http404
        return view(request, *args, **kwargs)

    return members_only(guarded)


def refused_at(form: BaseForm, refused: Refused) -> None:
    """Show what an action refused where it was typed; what the form cannot mend is raised on."""
    if isinstance(refused, Conflict | Forbidden):
        raise refused
    show_refusal(form, refused)
