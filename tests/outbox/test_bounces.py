"""Mail that came back: the row, the address, and the signed address to which a report comes."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from outbox import rows, verp
from outbox.delivery import run_due
from outbox.models import Message, Reason, State, Suppression
from outbox.services import (
    clear_suppression,
    enqueue,
    report_bounce,
    states,
    suppress,
    suppressed,
)
from tests.outbox.mail import FaultyServer, make_letter, queue

pytestmark = pytest.mark.django_db
WORDS = "Mail to this address has come back. Correct the address, or say that it works again."


def report(row: Message, kind: str = "hard") -> bool:
    return report_bounce(
        message_id=row.pk,
        is_hard=kind == "hard",
        has_given_up=kind == "given up",
        status={"hard": "5.1.1", "given up": "4.4.7", "delayed": "4.2.0"}[kind],
        detail="unknown user",
        now=timezone.now(),
    )


def sent(number: int = 1) -> Message:
    row = queue(number)
    Message.objects.filter(pk=row.pk).update(
        state=State.SENT, next_at=None, handed_at=timezone.now(), sent_at=timezone.now()
    )
    return row


def test_a_hard_bounce_marks_the_letter_and_its_address() -> None:
    row = sent()
    assert report(row)
    row.refresh_from_db()
    assert (row.state, row.reason, row.detail, row.next_at) == (
        State.BOUNCED, Reason.ADDRESS, "5.1.1 unknown user", None,
    )  # fmt: skip
    assert row.bounced_at is not None
    assert suppressed(["Person1@example.org", "person2@example.org"]) == {"Person1@example.org"}
    with translation.override("en"):
        shown = states(topic="meeting:m1", kinds=["meetings.invite"])["p1"]
        assert (str(shown.label), str(shown.explanation), shown.is_failed) == (
            "not delivered", "The address does not exist.", True,
        )  # fmt: skip


@pytest.mark.parametrize("order", list(permutations(["hard", "given up", "delayed", "hard"])))
def test_repeated_and_reversed_reports_end_the_same(order: tuple[str, ...]) -> None:
    row = sent()
    for kind in order:
        report(row, kind)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.BOUNCED, Reason.ADDRESS)
    assert suppressed(["person1@example.org"]) == {"person1@example.org"}


def test_a_report_that_comes_again_does_not_undo_what_a_person_cleared() -> None:
    row = sent()
    report(row)
    assert clear_suppression(address="PERSON1@example.org", by="Outi")
    assert not clear_suppression(address="person1@example.org", by="Outi")
    assert not report(row)
    assert suppressed(["person1@example.org"]) == set()
    assert report(_again())
    assert suppressed(["person1@example.org"]) == {"person1@example.org"}
    assert Suppression.objects.count() == 1


def _again() -> Message:
    """A later letter to the same person bounces too."""
    row = queue(1, key="remind7:m1:1", kind="meetings.remind7")
    Message.objects.filter(pk=row.pk).update(state=State.SENT, next_at=None)
    return row


def test_a_delay_is_shown_and_changes_no_state() -> None:
    row = sent()
    assert report(row, "delayed")
    assert not report(row, "delayed")
    row.refresh_from_db()
    assert (row.state, suppressed(["person1@example.org"])) == (State.SENT, set())
    with translation.override("en"):
        assert str(row.explanation) == (
            "The mail server took the letter, but the recipient's server has not taken it yet."
        )


def test_a_server_that_gave_up_is_about_this_letter_only() -> None:
    row = sent()
    assert report(row, "given up")
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.BOUNCED, Reason.BUSY)
    assert suppressed(["person1@example.org"]) == set()


def test_a_report_that_overtakes_the_servers_answer_stays() -> None:
    row = queue(1)
    (ours,) = rows.claim([row.pk], now=timezone.now())
    rows.hand_over(ours, now=timezone.now())
    assert report(row)
    assert not rows.finish(ours, state=State.SENT)
    row.refresh_from_db()
    assert row.state == State.BOUNCED


def test_a_report_ends_the_second_attempt_of_an_uncertain_letter(server: FaultyServer) -> None:
    row = queue(1)
    server.data["person1@example.org"] = ""
    run_due()
    assert report(row)
    server.data.clear()
    assert run_due(now=timezone.now() + timedelta(minutes=20)) == 0
    assert len(server.raw) == 1


@pytest.mark.parametrize("state", [State.QUEUED, State.CANCELLED, State.EXPIRED, State.FAILED])
def test_a_report_about_what_never_left_is_nothing(state: State) -> None:
    row = queue(1)
    Message.objects.filter(pk=row.pk).update(state=state)
    assert not report(row)
    assert not report_bounce(
        message_id=uuid4(), is_hard=True, status="5.1.1", detail="", now=timezone.now()
    )
    row.refresh_from_db()
    assert (row.state, Suppression.objects.count()) == (state, 0)


def test_nothing_is_sent_to_an_address_that_bounced(server: FaultyServer) -> None:
    """Neither a letter written afterwards nor one that waited already."""
    waiting, other = queue(1), queue(2)
    suppress(address="Person1@Example.org", reason=Reason.ADDRESS, detail="5.1.1")
    assert enqueue(letters=[make_letter(1, key="new", to_email="PERSON1@example.org")]) == 1
    assert run_due() == 1
    waiting.refresh_from_db()
    new = Message.objects.get(key="new")
    with translation.override("en"):
        for row in (waiting, new):
            assert (row.state, row.reason, str(row.explanation), row.next_at) == (
                State.FAILED, Reason.SUPPRESSED, WORDS, None,
            )  # fmt: skip
    other.refresh_from_db()
    assert other.state == State.SENT
    assert len(server.raw) == 1


def test_the_same_letter_to_a_dead_address_again_is_not_written_beside_the_one_that_bounced() -> (
    None
):
    row = sent()
    report(row)
    assert enqueue(letters=[make_letter(1), make_letter(2)]) == 1
    assert list(Message.objects.filter(person="p1")) == [row]


def test_looking_for_bounced_addresses_is_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        suppressed([f"person{number}@example.org" for number in range(300)])
    with django_assert_num_queries(0):
        assert suppressed([]) == set()


def test_the_return_address_names_its_letter_and_nobody_elses(settings: Settings) -> None:
    settings.BOUNCE_ADDRESS = "bounce@klubi.example"
    row = queue(1)
    address = verp.sender_for(row)
    local, _at, domain = address.partition("@")
    assert (len(local) <= 64, domain) == (True, "klubi.example")
    assert verp.message_of(address) == row.pk
    assert verp.message_of(f"<{address.upper()}>") == row.pk
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert verp.message_of(address) == row.pk
    assert verp.sender_for(row) != address
    settings.SECRET_KEY_FALLBACKS = []
    assert verp.message_of(address) is None


def test_a_forged_return_address_names_nothing(settings: Settings) -> None:
    settings.BOUNCE_ADDRESS = "bounce@klubi.example"
    address = verp.sender_for(queue(1))
    local, _at, domain = address.partition("@")
    for forged in (
        "", "@", "bounce@klubi.example", f"{local}@elsewhere.example", f"other+{local}@{domain}",
        f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}", f"{local}a@{domain}",
        f"bounce+{'1' * 42}@{domain}", f"bounce+{'ä' * 42}@{domain}", "x" * 100_000,
    ):  # fmt: skip
        assert verp.message_of(forged) is None
    settings.BOUNCE_ADDRESS = ""
    assert verp.message_of(address) is None


def test_letters_leave_with_the_signed_return_address(
    server: FaultyServer, settings: Settings
) -> None:
    """The From header stays the installation's own."""
    settings.BOUNCE_ADDRESS = "bounce@klubi.example"
    row = queue(1)
    run_due()
    (letter,) = server.letters
    assert server.senders == [verp.sender_for(row)]
    assert letter["From"].addresses[0].addr_spec == "vertaisklubi@example.org"


def test_without_a_bounce_address_mail_comes_back_to_our_own(server: FaultyServer) -> None:
    queue(1)
    run_due()
    assert server.senders == ["vertaisklubi@example.org"]


def test_a_report_about_a_letter_that_stayed_uncertain_closes_the_address() -> None:
    """Nobody knew whether it was taken; the report says that it was, and that nobody is there."""
    row = queue(1)
    Message.objects.filter(pk=row.pk).update(
        state=State.FAILED,
        next_at=None,
        handed_at=timezone.now(),
        unsure_at=timezone.now(),
        reason=Reason.UNKNOWN,
    )
    assert report(row)
    assert not report(row)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, Reason.ADDRESS)
    assert suppressed([row.to_email]) == {row.to_email}
