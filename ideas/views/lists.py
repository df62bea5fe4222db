"""The list of ideas with its filters, and the hints of similar ones."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ideas.access import ideas_visible_to, topics_visible_to
from ideas.forms import FilterForm
from ideas.live import card_html
from ideas.parts import filters_html
from ideas.queries import PER_PAGE, cards_in, chosen, in_order, numbers_of, own_drafts, with_card
from ideas.search import similar
from ideas.tags import topic_known_as
from members.models import Member
from members.signed_in import member_of


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """Show ideas as the address asks for them."""
    member = member_of(request)
    filters = FilterForm(request.GET, member=member)
    wish = filters.wish()
    if filters.errors and (query := query_of_today(request, member)):
        return redirect(f"{request.path}?{query}")
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


def query_of_today(request: HttpRequest, member: Member | None) -> str:
    """Return the query with today's words for topics and tags of before; empty for none."""
    query, topics = request.GET.copy(), topics_visible_to(member)
    if topic := topics.filter(former__slug=plain(request, "thema")).first():
        query["thema"] = topic.slug
    elif (known := topic_known_as(plain(request, "tag"))) and known in topics:
        query.pop("tag")
        query["thema"] = known.slug
    else:
        return ""
    return query.urlencode()


def plain(request: HttpRequest, name: str) -> str:
    """Return a parameter as a database can look it up."""
    return request.GET.get(name, "").replace("\x00", "").lstrip("#").strip()[:100]


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
