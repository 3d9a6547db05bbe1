"""A person sends a letter again: written anew, with what is true now, marked as what it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from outbox import rows, writers
from outbox.delivery import run_due
from outbox.letters import Letter
from outbox.models import Message, State
from outbox.services import (
    cancel_waiting,
    enqueue,
    register_writer,
    resend,
    suppress,
    written_anew,
)
from tests.outbox.mail import FaultyServer, make_letter, queue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English words, and no writers but the test's."""
    monkeypatch.setattr(writers, "_writers", {})
    with translation.override("en"):
        yield


def write_with(**changes: Any) -> None:
    """The kind's app writes the letter again, with these changes."""

    def writer(message: Message, is_inert: bool, now: datetime) -> Letter | None:
        link = "nowhere" if is_inert else "the answer"
        return make_letter(int(message.person[1:]), text=f"Link: {link}\n", **changes)

    register_writer("meetings.invite", writer)


def put(row: Message, state: State) -> Message:
    Message.objects.filter(pk=row.pk).update(
        state=state, next_at=None, lease_until=timezone.now() if state == State.SENDING else None
    )
    return row


@pytest.mark.parametrize("state", [State.FAILED, State.BOUNCED, State.EXPIRED, State.UNSURE])
def test_a_letter_that_did_not_get_through_is_written_anew(
    server: FaultyServer, state: State
) -> None:
    old = put(queue(1), state)
    write_with(to_email="corrected@example.org")
    new = resend(message_id=old.pk, by="Outi")
    assert (new.resend_of_id, new.to_email, new.state) == (
        old.pk, "corrected@example.org", State.QUEUED,
    )  # fmt: skip
    assert new.message_id != old.message_id
    assert run_due() == 1
    (letter,) = server.letters
    text = letter.get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == "Link: the answer"
    old.refresh_from_db()
    assert old.state == state


@pytest.mark.parametrize("state", [State.FAILED, State.BOUNCED, State.EXPIRED, State.UNSURE])
def test_pressing_twice_writes_one(state: State) -> None:
    old = put(queue(1), state)
    write_with()
    resend(message_id=old.pk, by="Outi")
    with pytest.raises(ValidationError) as refusal:
        resend(message_id=old.pk, by="Outi")
    assert refusal.value.messages == ["The letter has been sent again already."]
    assert Message.objects.count() == 2


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.SENT, State.CANCELLED])
def test_a_letter_that_needs_no_resend_is_refused(state: State) -> None:
    old = queue(1)
    if state != State.QUEUED:
        put(old, state)
    write_with()
    with pytest.raises(ValidationError) as refusal:
        resend(message_id=old.pk, by="Outi")
    assert refusal.value.messages == ["Only a letter that did not get through can be sent again."]
    assert Message.objects.count() == 1


def test_a_letter_that_makes_no_sense_any_more_is_refused() -> None:
    old = put(queue(1), State.FAILED)
    with pytest.raises(ValidationError) as refusal:
        resend(message_id=old.pk, by="Outi")
    assert refusal.value.messages == ["Letters of this kind cannot be sent again."]
    register_writer("meetings.invite", lambda message, is_inert, now: None)
    with pytest.raises(ValidationError) as refusal:
        resend(message_id=old.pk, by="Outi")
    assert refusal.value.messages == ["The letter makes no sense any more."]


def test_an_address_that_bounced_has_to_be_corrected_first() -> None:
    old = put(queue(1), State.BOUNCED)
    suppress(address="person1@example.org", reason="address", detail="")
    write_with()
    with pytest.raises(ValidationError) as refusal:
        resend(message_id=old.pk, by="Outi")
    assert refusal.value.messages == [
        "Mail to this address has come back. Correct the address, or say that it works again."
    ]
    write_with(to_email="corrected@example.org")
    assert resend(message_id=old.pk, by="Outi").state == State.QUEUED


def test_a_resend_takes_the_place_of_the_second_attempt(server: FaultyServer) -> None:
    """An uncertain letter that a person sends again does not leave a third time by itself."""
    old = queue(1)
    server.data["person1@example.org"] = ""
    run_due()
    server.data.clear()
    write_with()
    resend(message_id=old.pk, by="Outi")
    assert run_due(now=timezone.now() + timedelta(hours=1)) == 1
    assert len(server.raw) == 2


def test_an_uncertain_letter_that_is_leaving_again_is_not_sent_beside_it() -> None:
    old = queue(1)
    Message.objects.filter(pk=old.pk).update(state=State.UNSURE, unsure_at=timezone.now())
    rows.claim([old.pk], now=timezone.now())
    write_with()
    with pytest.raises(ValidationError):
        resend(message_id=old.pk, by="Outi")


def test_a_look_at_a_letter_has_no_link_that_answers() -> None:
    row = queue(1)
    write_with()
    letter = written_anew(row.pk, is_inert=True, now=timezone.now())
    assert letter is not None
    assert letter.text == "Link: nowhere\n"
    Message.objects.all().delete()
    assert written_anew(row.pk, is_inert=True, now=timezone.now()) is None


def test_stopping_a_sending_takes_back_what_has_not_left(server: FaultyServer) -> None:
    enqueue(letters=[make_letter(number) for number in range(5)])
    put(Message.objects.get(person="p0"), State.SENT)
    memo = queue(7, kind="boards.memo", key="memo")
    assert cancel_waiting(topic="meeting:m1", kind="meetings.invite", by="Outi") == 4
    assert cancel_waiting(topic="meeting:m1", kind="meetings.invite", by="Outi") == 0
    assert run_due() == 1
    memo.refresh_from_db()
    assert memo.state == State.SENT
