"""Topics by the office: a new one, their order, names, moderators, and merging two."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from ideas import actions
from ideas.access import topics_visible_to
from ideas.forms import (
    IntoTopicForm,
    MergeTopicsForm,
    ModeratorsForm,
    NewTopicForm,
    OrderForm,
    TopicNameForm,
    names_of,
)
from ideas.models import Topic, Visibility
from ideas.office import merging, topics_to_manage
from ideas.views.gates import office_only, refused_at
from members.signed_in import member_of


def _topic(request: HttpRequest, pk: int) -> Topic:
    return get_object_or_404(topics_visible_to(member_of(request)), pk=pk)


def to_all(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Answer a deed of the office with all topics, at the place of this one."""
    to = f"{reverse('manage_topics')}#topic-{topic.pk}"
    return answer(request, {"id": f"topic-{topic.pk}"}, to=to)


@require_GET
@office_only
def manage_topics(request: HttpRequest) -> HttpResponse:
    """Show all topics in their order, with what the office does about them."""
    topics = topics_to_manage()
    context = {
        "topics": [topic for topic in topics if topic.archived is None],
        "archive": [topic for topic in topics if topic.archived is not None],
    }
    return render(request, "ideas/topics_admin.html", context)


@require_http_methods(["GET", "POST"])
@office_only
def begin_topic(request: HttpRequest) -> HttpResponse:
    """Open a topic."""
    member = member_of(request)
    form = NewTopicForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        data = {name: words for name, words in form.cleaned_data.items() if name != "before"}
        try:
            return to_all(request, actions.begin_topic(actor=member, **data))
        except Refused as refused:
            refused_at(form, refused)
    status = 400 if request.method == "POST" else 200
    return render(request, "ideas/topics_admin_new.html", {"form": form}, status=status)


@require_POST
@office_only
def order_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a topic up or down."""
    topic, form = _topic(request, pk), OrderForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    actions.order_topic(actor=member_of(request), topic=topic, **form.cleaned_data)
    return to_all(request, topic)


@require_http_methods(["GET", "POST"])
@office_only
def rename_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a topic another name."""
    topic = _topic(request, pk)
    initial = {"name": topic.name, "before": topic.name}
    form = TopicNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_topic(actor=member_of(request), topic=topic, **form.cleaned_data)
            return to_all(request, topic)
        except Refused as refused:
            refused_at(form, refused)
    status = 400 if request.method == "POST" else 200
    context = {"topic": topic, "form": form}
    return render(request, "ideas/topics_admin_name.html", context, status=status)


@require_http_methods(["GET", "POST"])
@office_only
def entrust_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who looks after a topic."""
    topic, member = _topic(request, pk), member_of(request)
    initial = {"moderators": names_of(topic.moderators.order_by("name"))}
    form = ModeratorsForm(request.POST or None, initial=initial, member=member)
    if request.method == "POST" and form.is_valid():
        actions.entrust(actor=member, topic=topic, **form.cleaned_data)
        return to_all(request, topic)
    status = 400 if request.method == "POST" else 200
    context = {"topic": topic, "form": form}
    return render(request, "ideas/topics_admin_moderators.html", context, status=status)


@require_http_methods(["GET", "POST"])
@office_only
def merge_topics(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the office choose another topic, say what merging would do, then do it."""
    topic = _topic(request, pk)
    words = request.POST or request.GET
    chosen = IntoTopicForm(words if "into" in words else None, topic=topic)
    if not chosen.is_valid():
        status = 400 if chosen.is_bound else 200
        context = {"topic": topic, "form": chosen}
        return render(request, "ideas/topics_admin_choose.html", context, status=status)
    into = chosen.cleaned_data["into"]
    form = MergeTopicsForm(request.POST or None, topic=topic, initial={"into": into.slug})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.merge_topics(actor=member_of(request), topic=topic, into=into, reason=reason)
        return to_all(request, into)
    numbers = merging(topic, into)
    context = {"topic": topic, "into": into, "form": form, "numbers": numbers,
               "readers": Visibility(numbers.visibility).label}  # fmt: skip
    status = 400 if request.method == "POST" else 200
    return render(request, "ideas/topics_admin_merge.html", context, status=status)
