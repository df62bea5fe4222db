"""The log in the admin: to read, never to change."""

from django.contrib import admin
from django.http import HttpRequest

from live.models import Activity


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin[Activity]):
    """Who did what, newest first."""

    list_display = ("created", "actor", "verb", "model", "object_id")
    list_filter = ("verb",)
    list_select_related = ("actor",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only actions write the log."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """The log does not change."""
        return False

    has_delete_permission = has_change_permission
