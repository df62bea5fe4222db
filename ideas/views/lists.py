"""The list of ideas with its filters, and the hints of similar ones."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ideas.access import ideas_visible_to
from ideas.forms import FilterForm
from ideas.live import card_html
from ideas.parts import filters_html
from ideas.queries import PER_PAGE, cards_in, chosen, in_order, numbers_of, own_drafts, with_card
from ideas.search import similar
from members.signed_in import member_of


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """Show ideas as the address asks for them."""
    member = member_of(request)
    filters = FilterForm(request.GET, member=member)
    wish = filters.wish()
    found = chosen(ideas_visible_to(member), wish, member)
    paginator = Paginator(numbers_of(in_order(found, wish), wish), PER_PAGE)
    page = paginator.get_page(request.GET.get("seite"))
    shown = cards_in(list(page.object_list))
    context = {
        "filters": filters,
        "filters_html": filters_html(filters),
        "page": page,
        "cards": card_html(shown),
        "total": paginator.count,
        "chosen": chips(request, filters),
        "query": without(request, "seite"),
        "drafts": own_drafts(member) if member and wish.get("mine") else [],
    }
    return render(request, "ideas/list.html", context)


def chips(request: HttpRequest, filters: FilterForm) -> list[dict[str, str]]:
    """Return each filter that narrows the list, with the address of the list without it."""
    return [
        {"label": label, "without": f"?{without(request, name, 'seite')}"}
        for name, label in filters.labels().items()
    ]


def without(request: HttpRequest, *names: str) -> str:
    """Return the query of the address without some parameters."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


@require_GET
def similar_ideas(request: HttpRequest) -> HttpResponse:
    """Show up to five ideas that are like a title, while it is typed."""
    visible = with_card(ideas_visible_to(member_of(request)))
    title = (request.GET.get("titel") or request.GET.get("title") or "")[:200].replace("\x00", "")
    context = {"ideas": similar(visible, title)}
    return render(request, "ideas/_similar.html", context)
