"""The demo's past events have minutes that everybody reads, and the running one has drafts."""

import pytest

from events.models import Minutes
from members.models import Member
from tests.cast import signed_in
from tests.events.demo_events import event_of, load

pytestmark = pytest.mark.django_db


def test_past_events_have_published_minutes_and_the_running_one_drafts() -> None:
    load()
    reader = signed_in(Member.objects.filter(role="member", is_active=True).earliest("pk"))
    past = ("forum-speyer", "lounge-niebuell", "lounge-zittau")
    for key in past:
        published = Minutes.objects.filter(item__event=event_of(key), state="published")
        assert published.exclude(text="").exists(), key
        page = reader.get(f"{event_of(key).get_absolute_url()}protokoll/")
        assert len(page.context["slots"]) == published.count(), key
        assert {one.published > one.item.ends for one in published if one.published} == {True}
    running = Minutes.objects.filter(item__event=event_of("forum-jena"))
    assert {one.state for one in running} == {"draft"}
