"""Pages on which curators arrange a board: its sections, and where one idea stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import first_error, show_refusal
from ideas import actions
from ideas.access import get_placement, ideas_visible_to
from ideas.forms import FeatureForm, FillForm, MoveForm, SectionForm, WhyForm
from ideas.models import Idea, Section, Topic
from ideas.sections import removed_from
from ideas.views.curate import curated_topic
from live.frames import body_of, fragment_now
from members.signed_in import member_of, members_only


@members_only
@require_http_methods(["GET", "POST"])
def new_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a board another section."""
    topic = curated_topic(request, slug)
    return _section(request, topic, None)


@members_only
@require_http_methods(["GET", "POST"])
def edit_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the name of a section, or what fills it."""
    topic = curated_topic(request, slug)
    return _section(request, topic, get_object_or_404(topic.sections, pk=pk))


def _section(request: HttpRequest, topic: Topic, section: Section | None) -> HttpResponse:
    initial = {"name": section.name, "stages": section.stages} if section else {}
    form = SectionForm(request.POST or None, initial=initial)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            if section is None:
                actions.make_section(actor=member_of(request), topic=topic, **form.cleaned_data)
            else:
                actions.change_section(
                    actor=member_of(request), section=section, **form.cleaned_data
                )
            return to_sections(request, topic)
        except Refused as refused:
            show_refusal(form, refused)
    removed = [] if section else removed_from(topic)
    context = {"topic": topic, "section": section, "form": form, "removed": removed}
    return render(request, "ideas/section.html", context, status=status)


def to_sections(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Answer a deed on the sections of a board."""
    element = f"{topic.stream}-sections"
    return answer(request, {"id": element}, to=f"{topic.get_absolute_url()}#{element}")


@members_only
@require_POST
def move_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a section among the others."""
    topic = curated_topic(request, slug)
    section = get_object_or_404(topic.sections, pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    actions.move_section(actor=member_of(request), section=section, **form.cleaned_data)
    fragment = fragment_now(topic.stream, "order.changed", topic.pk)
    said = _("{name}: moved").format(name=section.name)
    to = f"{topic.get_absolute_url()}#{topic.stream}-sections"
    return answer(request, {**body_of(fragment), "said": said}, to=to)


@members_only
@require_http_methods(["GET", "POST"])
def delete_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask why, then take a section away."""
    topic = curated_topic(request, slug)
    section = get_object_or_404(topic.sections, pk=pk)
    form = WhyForm(request.POST) if request.method == "POST" else WhyForm()
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        context = {"topic": topic, "section": section, "form": form}
        return render(request, "ideas/section_delete.html", context, status=status)
    actions.delete_section(actor=member_of(request), section=section, **form.cleaned_data)
    return to_sections(request, topic)


@members_only
@require_POST
def restore_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring a section back that was taken away."""
    topic = curated_topic(request, slug)
    removed = get_object_or_404(topic.removed_sections, pk=pk)
    actions.restore_section(actor=member_of(request), removed=removed)
    return to_sections(request, topic)


@members_only
@require_GET
def arrange_idea(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show where an idea stands on a board, to be changed."""
    return _arrange(request, curated_topic(request, slug), _idea(request, pk))


@members_only
@require_POST
def feature(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Feature an idea with a line why, or let it go."""
    member, topic, idea = member_of(request), curated_topic(request, slug), _idea(request, pk)
    if request.POST.get("deed") == "take":
        actions.unfeature_idea(actor=member, topic=topic, idea=idea)
        said = _("{title}: no longer featured")
    else:
        form = FeatureForm(request.POST)
        if not form.is_valid():
            return _arrange(request, topic, idea, featuring=form)
        actions.feature_idea(actor=member, topic=topic, idea=idea, **form.cleaned_data)
        said = _("{title}: featured")
    fragment = fragment_now(topic.stream, "feature.set", idea.pk)
    body = {**body_of(fragment), "said": said.format(title=idea.title)}
    return answer(request, body, to=topic.get_absolute_url())


@members_only
@require_POST
def fill_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put an idea into a section, or take it out."""
    member, topic, idea = member_of(request), curated_topic(request, slug), _idea(request, pk)
    form = FillForm(request.POST, topic=topic)
    if not form.is_valid():
        return _arrange(request, topic, idea, filling=form)
    actions.fill_section(actor=member, topic=topic, idea=idea, **form.cleaned_data)
    section = form.cleaned_data["section"]
    said = _("{title}: put into “{name}”") if section else _("{title}: in no section by hand")
    said = said.format(title=idea.title, name=section.name if section else "")
    fragment = fragment_now(topic.stream, "section.filled", idea.pk)
    to = f"{topic.get_absolute_url()}#idea-{idea.pk}"
    return answer(request, {**body_of(fragment), "said": said}, to=to)


def _idea(request: HttpRequest, pk: int) -> Idea:
    return get_object_or_404(ideas_visible_to(member_of(request)), pk=pk)


def _arrange(
    request: HttpRequest,
    topic: Topic,
    idea: Idea,
    *,
    featuring: FeatureForm | None = None,
    filling: FillForm | None = None,
) -> HttpResponse:
    placement = get_placement(topic, idea)
    initial = {"section": placement.section_id}
    context = {
        "topic": topic,
        "idea": idea,
        "placement": placement,
        "featuring": featuring or FeatureForm(initial={"because": placement.featured_because}),
        "filling": filling or FillForm(topic=topic, initial=initial),
    }
    status = 400 if featuring or filling else 200
    return render(request, "ideas/arrange.html", context, status=status)
