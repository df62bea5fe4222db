"""The log of every act: in full for those who may, as a table to calculate with, in public."""

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ideas.access import get_topic
from members.signed_in import member_of, members_only
from moderation.access import public_acts_of
from moderation.forms import LogFilter
from moderation.log import cells, entries, headings, public_entries
from moderation.queries import acts, with_actors
from moderation.views.queue import moderator_of

PER_PAGE = 50
AT_ONCE = 500  # rows of the export that are read together


@members_only
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show what was done, by whom and why, as far as it is entrusted to the reader."""
    member = moderator_of(request)
    filters = LogFilter(request.GET, member=member)
    page = Paginator(acts(member, filters.wish()), PER_PAGE).get_page(request.GET.get("seite"))
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        "filters": filters,
        "entries": entries(member, list(page.object_list)),
        "page": page,
        "query": query.urlencode(),
    }
    return render(request, "moderation/log.html", context)


@members_only
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the same as a CSV file; no cell can start a formula."""
    member = moderator_of(request)
    numbers = list(acts(member, LogFilter(request.GET, member=member).wish()).values_list("pk"))

    def lines() -> Iterator[bytes]:
        writer = csv.writer(_Echo())
        yield b"\xef\xbb\xbf"  # so that Excel reads it as UTF-8
        yield writer.writerow(headings()).encode()
        for start in range(0, len(numbers), AT_ONCE):
            keys = [pk for (pk,) in numbers[start : start + AT_ONCE]]
            chunk = acts(member, {}).filter(pk__in=keys)
            for entry in entries(member, list(chunk)):
                yield writer.writerow(cells(entry)).encode()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="protokoll.csv"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


@require_GET
def board_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Show in public what the curators of a board have done, without those it concerned."""
    member = member_of(request)
    topic = get_topic(member, slug)
    rows = with_actors(public_acts_of(topic))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "topic": topic,
        "entries": public_entries(member, list(page.object_list)),
        "page": page,
        "query": "",
    }
    return render(request, "moderation/board_log.html", context)
