"""How a view answers: one outcome as JSON for the page's script, or as a page for a plain form."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from ideaforge.errors import Elsewhere, Refused, TooFast

KEPT_FIELDS = (
    "title",
    "text",
    "tags",
    "municipality",
    "need",
    "goal",
    "approach",
    "partners",
    "time_frame",
    "success",
    "reuse",
    "reason",
    "name",
    "office",
    "description",
    "wanted",
    "invited",
    "because",
    "answer",
    "moderators",
    "label",
    "options",
)
KEPT_PREFIX = "field-"  # of what an event's organisers ask


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the page's script asked, not the browser itself."""
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"


def answer(
    request: HttpRequest, body: dict[str, object], *, to: str, status: int = 200
) -> HttpResponse:
    """Answer a write that succeeded: its body as JSON, or 303 to the page that shows it."""
    if wants_json(request):
        return JsonResponse(body, status=status)
    response = redirect(to)
    response.status_code = 303
    return response


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer a write that was refused; a page shows back every word that was typed."""
    to = refused.to if isinstance(refused, Elsewhere) else ""
    if to and request.method in ("GET", "HEAD"):
        return redirect(to)
    if wants_json(request):
        body = {"error": str(refused.message), "field": refused.field} | ({"to": to} if to else {})
        response: HttpResponse = JsonResponse(body, status=refused.status)
    else:
        context = {"message": refused.message, "kept": kept_words(request)}
        context["back"] = to or back(request)
        response = render(request, "errors/refused.html", context, status=refused.status)
    if isinstance(refused, TooFast):
        response["Retry-After"] = str(refused.wait)
    return response


def kept_words(request: HttpRequest) -> list[str]:
    """Return what the person typed into the refused form, so that no page loses it."""
    if request.method != "POST":
        return []
    asked = [name for name in request.POST if name.startswith(KEPT_PREFIX)]
    names = [*KEPT_FIELDS, *asked]
    return [words for name in names if (words := request.POST.get(name, "").strip())]


def way_on(request: HttpRequest, target: str) -> str:
    """Return a path of this site to go on to, or the start page for anything else."""
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if own and target.startswith("/") else "/"


def back(request: HttpRequest) -> str:
    """Return the page from which a request came, as a path of this site."""
    referrer = urlsplit(request.META.get("HTTP_REFERER", ""))
    own = referrer.netloc == request.get_host()
    path = referrer.path if own and not referrer.path.startswith("//") else "/"
    return f"{path}?{referrer.query}" if own and referrer.query else path
