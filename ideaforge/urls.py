"""All addresses; each app adds its own."""

from django.contrib import admin
from django.urls import include, path, re_path

from discussions.views import preview
from ideaforge import views

urlpatterns = [
    path("", include("ideas.urls")),
    path("", include("members.urls")),
    path("diskussionen/", include("discussions.urls")),
    path("", include("events.urls")),
    path("", include("moderation.urls")),
    path("live/", include("live.urls")),
    path("vorschau/", preview, name="preview"),
    path("stil-<slug:digest>.css", views.style_sheet, name="style"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("verwaltung/", admin.site.urls),
    re_path(r"^.+/$", views.not_found),  # in the house's own look, with DEBUG on as well
]
handler403 = "ideaforge.views.forbidden"
handler404 = "ideaforge.views.not_found"
handler500 = "ideaforge.views.broken"
