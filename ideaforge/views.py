"""Pages and probes that belong to no app: health, errors, manifest."""

from collections.abc import Callable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from ideaforge.answers import kept_words, wants_json
from ideaforge.style import style

OFFLINE_PARTS = [
    *(f"css/{name}.css" for name in ("tokens", "base", "layout", "controls", "pages")),
    "js/offline.js", "img/favicon.svg", "img/icons.svg",
]  # fmt: skip
WORKER_PULSE = "worker-pulse"  # cache key that a worker renews; missing means that none is running


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell of each part whether it works; 503 when one does not."""
    parts = {
        "database": _works(_ask_database),
        "migrations": _works(_is_migrated),
        "channel_layer": _works(_ask_layer),
        "worker": _works(lambda: cache.get(WORKER_PULSE) is not None),
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _works(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception:  # noqa: BLE001 - every backend has errors of its own, and each means no
        return False


def _ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _ask_layer() -> bool:
    async_to_sync(get_channel_layer().group_send)("readyz", {"type": "probe"})
    return True


@cache_control(max_age=86_400)
def manifest(request: HttpRequest) -> HttpResponse:
    """Serve the web app manifest, so that the platform can be put on a phone's home screen."""
    return render(request, "manifest.webmanifest", content_type="application/manifest+json")


@require_GET
def style_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the one style sheet; an old digest gets the one of today, and keeps it but a moment."""
    sheet = style()
    response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
    kept = "max-age=31536000, immutable" if digest == sheet.digest else "max-age=60"
    response["Cache-Control"] = f"public, {kept}"
    return response


@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the script by which the browser keeps the page for times without a network."""
    return render(request, "sw.js", {"parts": OFFLINE_PARTS}, content_type="text/javascript")


def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that the browser keeps for times without a network; it names nobody."""
    return render(request, "errors/offline.html")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: what happened, and every word that was typed."""
    if wants_json(request):
        return JsonResponse({"error": "csrf"}, status=403)
    return render(request, "errors/forged.html", {"kept": kept_words(request)}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 in the house's own look."""
    return render(request, "errors/403.html", {"kept": kept_words(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 in the house's own look."""
    if wants_json(request):
        return JsonResponse({"error": "not found"}, status=404)
    return render(request, "errors/404.html", {"kept": kept_words(request)}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 with every word that was typed, without asking the database for anything."""
    if wants_json(request):
        return JsonResponse({"error": "broken"}, status=500)
    page = render_to_string("errors/500.html", {"kept": kept_words(request)})
    return HttpResponse(page, status=500)
