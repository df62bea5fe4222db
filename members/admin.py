"""Members and municipalities in the admin pages of the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from members import actions
from members.models import Member, Municipality


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin[Municipality]):
    """The register, as far as members need it."""

    list_display = ("name", "ags", "kind", "land", "inhabitants")
    list_filter = ("land",)
    search_fields = ("name", "ags")


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin[Member]):
    """Invite, change and suspend members; each goes through the action."""

    list_display = ("name", "email", "office", "municipality", "role", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("municipality",)
    search_fields = ("name", "email")
    autocomplete_fields = ("municipality",)
    fields = ("email", "name", "office", "municipality", "role", "language", "is_active")

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """Hand over to the actions, which also cut open sockets."""
        actor = request.user
        assert isinstance(actor, Member)
        if not change:
            fields = {name: form.cleaned_data[name] for name in ("office", "municipality", "role")}
            invited = actions.invite_member(
                actor=actor, email=obj.email or "", name=obj.name, **fields
            )
            obj.pk = invited.pk
            return
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        if fields.pop("is_active", True) is False:
            actions.suspend_member(actor=actor, member=obj)
        elif "is_active" in form.changed_data:
            actions.readmit_member(actor=actor, member=obj)
        actions.change_member(actor=actor, member=obj, **fields)
