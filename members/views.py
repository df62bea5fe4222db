"""Pages of members: directory, settings, drafts, and the one-click sign-in of demo mode."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideaforge.answers import way_on
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from members import actions
from members.demo_cast import cast, demo_member
from members.forms import DraftForm, ProfileForm
from members.queries import directory, members_like, notices_of
from members.signed_in import member_of, members_only
from members.telling import letters

SUGGESTED_AFTER = 1  # letters


@members_only
@require_GET
def member_list(request: HttpRequest) -> HttpResponse:
    """Show the members of the network."""
    page = Paginator(directory(member_of(request)), 60).get_page(request.GET.get("seite"))
    return render(request, "members/directory.html", {"members": page, "page": page})


@members_only
@require_GET
def suggest_members(request: HttpRequest) -> HttpResponse:
    """Suggest members for a mention while it is typed."""
    beginning = request.GET.get("q", "").strip()[:40].replace("\x00", "")
    if len(beginning) < SUGGESTED_AFTER:
        return JsonResponse([], safe=False)
    found = members_like(member_of(request), beginning)
    rows = [{"handle": m.handle, "name": m.name, "standing": m.standing} for m in found]
    return JsonResponse(rows, safe=False)


@members_only
@require_http_methods(["GET", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    """Let members change what others see of them."""
    member = member_of(request)
    form = ProfileForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        actions.change_member(actor=member, member=member, **form.cleaned_data)
        return in_language(redirect("settings"), form.cleaned_data["language"])
    return render(request, "members/settings.html", {"form": form})


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language, for members on all their devices, and go back."""
    response = redirect(way_on(request, request.POST.get("next", "/")))
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if (member := member_of(request)) is not None:
        actions.change_member(actor=member, member=member, language=language)
    return in_language(response, language)


def in_language(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the language in a cookie for a year, so that it outlives the session."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@members_only
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the member was told; what is new is marked this once."""
    member = member_of(request)
    page = Paginator(notices_of(member), 30).get_page(request.GET.get("seite"))
    told = letters(list(page.object_list))
    if page.number == 1:
        actions.mark_read(member=member)
    return render(request, "members/notices.html", {"told": told, "page": page})


@members_only
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep unsent words, as the page's script sends them every few seconds."""
    data = request.POST.dict() | {"words": request.POST.get("fields", "")}
    form = DraftForm(data)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0], field="draft")
    words = form.cleaned_data["words"]
    if not any(words.values()):
        actions.drop_draft(actor=member_of(request), place=form.cleaned_data["place"])
        return JsonResponse({"version": form.cleaned_data["version"]})
    draft = actions.keep_draft(
        actor=member_of(request),
        place=form.cleaned_data["place"],
        fields=words,
        version=form.cleaned_data["version"],
    )
    return JsonResponse({"version": draft.version})


@cache_control(private=True, max_age=3600)
@require_GET
def own_style(request: HttpRequest) -> HttpResponse:
    """Show the controls of one's own contributions: the fragments are the same for everybody."""
    member = member_of(request)
    mine = f'[data-author="{member.pk}"]' if member else ""
    rule = f"{mine} .own{{display:inline-flex}}{mine} .others{{display:none}}" if mine else ""
    return HttpResponse(rule, content_type="text/css")


class SignInView(LoginView):
    """Sign-in by e-mail and password; in demo mode with the cast beside it."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo cast in demo mode."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_cast": cast() if settings.DEMO else []}


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo cast; outside demo mode there is no such page."""
    member = demo_member(request.POST.get("member", "")) if settings.DEMO else None
    if member is None:
        raise Http404
    login(request, member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(way_on(request, request.POST.get("next", "/")))
