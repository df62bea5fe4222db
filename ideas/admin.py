"""Topics in the admin pages: the face of a board, its readers and its moderators."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest

from ideas import actions
from ideas.models import Topic
from members.models import Member


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    """Open a topic and change its face; rights go through the actions."""

    list_display = ("name", "position", "hue", "visibility")
    filter_horizontal = ("moderators",)
    exclude = ("posting", "invited", "holds_newcomers")  # the board's own page sets these

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Hand rights over to the actions, which also cut open sockets."""
        assert isinstance(request.user, Member)
        fields = {
            name: form.cleaned_data[name] for name in form.changed_data if name != "moderators"
        }
        if not change:
            name = fields.pop("name")
            obj.pk = actions.open_topic(actor=request.user, name=name, **fields).pk
            return
        visibility = fields.pop("visibility", None)
        if fields:
            Topic.objects.filter(pk=obj.pk).update(**fields, version=F("version") + 1)
        if visibility:
            actions.change_visibility(actor=request.user, topic=obj, visibility=visibility)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Entrust the board to the chosen moderators."""
        assert isinstance(request.user, Member)
        moderators = form.cleaned_data["moderators"]
        actions.entrust(actor=request.user, topic=form.instance, moderators=moderators)
