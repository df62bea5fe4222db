"""Telling a member something: an entry on their page, a mail that goes out once, words of today."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from members import telling
from members.models import Member, Notice
from members.tasks import post_letters
from members.telling import File, Letter, letters, tell, tell_anew
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    """A kind of letter that names a member, as long as that one is active."""

    def write(notices: Sequence[Notice]) -> dict[int, Letter]:
        named = Member.objects.filter(is_active=True).in_bulk([n.object_id for n in notices])
        return {
            notice.pk: Letter(f"Neues von {named[notice.object_id]}", "Ein Satz.", "/ideen/", "Hin")
            for notice in notices
            if notice.object_id in named
        }

    telling.writes("trial")(write)
    yield
    del telling._writers["trial"]


def tell_mate(cast: Cast) -> None:
    with transaction.atomic():
        tell(members=[cast.mate, cast.mate, None], kind="trial", obj=cast.author)


def test_a_notice_stands_on_the_page_and_is_new_once(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell_mate(cast)
    client = signed_in(cast.mate)
    assert "1 neue Mitteilung" in client.get("/").content.decode()
    first, second = (client.get("/konto/mitteilungen/").content.decode() for _time in range(2))
    assert ("Neues von Author" in first, "is-new" in first) == (True, True)
    assert ("Neues von Author" in second, "is-new" in second) == (True, False)
    assert "neue Mitteilung" not in client.get("/").content.decode()
    assert "Neues von" not in signed_in(cast.author).get("/konto/mitteilungen/").content.decode()


def test_a_mail_goes_out_once_in_the_members_language(cast: Cast) -> None:
    Member.objects.filter(pk=cast.mate.pk).update(language="en")
    tell_mate(cast)
    for _time in range(2):
        post_letters.func()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["mate@x.de"], "Ideenschmiede: Neues von Author")
    assert "Good day Mate," in sent.body
    assert "/ideen/" in sent.body
    assert "text/html" in [part[1] for part in sent.alternatives]  # type: ignore[attr-defined]


def test_a_mail_that_fails_is_sent_by_a_later_run(cast: Cast, monkeypatch: Any) -> None:
    tell_mate(cast)

    def refuse(self: object, **kwargs: object) -> None:
        raise OSError("no line")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        post_letters.func()
    assert mail.outbox == []
    post_letters.func()
    assert len(mail.outbox) == 1


def test_words_are_those_of_today_and_nothing_to_say_is_said_to_nobody(cast: Cast) -> None:
    tell_mate(cast)
    Member.objects.filter(pk=cast.author.pk).update(is_active=False)
    post_letters.func()
    assert mail.outbox == []
    assert letters(list(Notice.objects.all())) == []
    assert "Neues von" not in signed_in(cast.mate).get("/konto/mitteilungen/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_telling_belongs_into_a_transaction_and_to_a_kind_that_somebody_writes(cast: Cast) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        tell(members=[cast.mate], kind="trial", obj=cast.author)
    with pytest.raises(KeyError), transaction.atomic():
        tell(members=[cast.mate], kind="unknown", obj=cast.author)
    assert not Notice.objects.exists()


def test_twenty_notices_cost_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client = signed_in(cast.mate)
    counts: list[int] = []
    client.get("/konto/mitteilungen/")
    for more in (1, 19):
        for _time in range(more):
            tell_mate(cast)
        with django_assert_num_queries(counts[0] if counts else 9, exact=bool(counts)) as queries:
            client.get("/konto/mitteilungen/")
        counts.append(len(queries))


def test_what_is_enclosed_is_made_when_the_mail_goes_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def files() -> list[File]:
        made.append("file")
        return [File("termin.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=PUBLISH")]

    def write(notices: Sequence[Notice]) -> dict[int, Letter]:
        return {notice.pk: Letter("Termin", "Ein Satz.", files=files) for notice in notices}

    monkeypatch.setitem(telling._writers, "trial", write)
    tell_mate(cast)
    signed_in(cast.mate).get("/konto/mitteilungen/")
    assert made == []
    post_letters.func()
    [sent] = mail.outbox
    [(name, content, mimetype)] = sent.attachments
    assert (name, mimetype) == ("termin.ics", "text/calendar; method=PUBLISH")
    assert "BEGIN:VCALENDAR" in str(content)


def test_what_has_not_gone_out_is_not_told_anew(cast: Cast) -> None:
    def told() -> int:
        with transaction.atomic():
            tell_anew(members=[cast.mate, cast.office], kind="trial", obj=cast.author)
        return Notice.objects.count()

    assert (told(), told()) == (2, 2)
    Notice.objects.filter(member=cast.mate).update(mailed=timezone.now())
    assert (told(), Notice.objects.filter(member=cast.mate).count()) == (3, 2)
    with transaction.atomic():
        tell_anew(members=[cast.office], kind="trial", obj=cast.mate)
    assert Notice.objects.filter(member=cast.office).count() == 2, "of something else"
