"""Comments in the admin pages: to look up, not to change."""

from django.contrib import admin
from django.http import HttpRequest

from discussions.models import Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin[Comment]):
    """Look up a comment; hiding and deleting is done in the thread itself."""

    list_display = ("pk", "thread", "author", "state", "created")
    list_filter = ("state",)
    list_select_related = ("author", "thread")
    search_fields = ("text",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written in threads."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Comments are changed by the actions."""
        return False

    has_delete_permission = has_change_permission
