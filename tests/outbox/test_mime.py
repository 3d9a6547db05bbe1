"""The bytes of a letter, read back by two parsers."""

import email
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from icalendar import Calendar

from outbox.letters import as_message
from outbox.mime import address, as_bytes
from outbox.models import Message
from tests.outbox.mail import ICS, NOW, make_letter


def parsed(**changes: object) -> EmailMessage:
    raw = as_bytes(as_message(make_letter(1, **changes), now=NOW), sender="klubi@example.org")
    return email.message_from_bytes(raw, policy=policy.default)


def test_headers() -> None:
    letter = parsed()
    shown = {
        name: str(letter[name]) for name in ("To", "Subject", "Reply-To", "Date", "References")
    }
    assert shown == {
        "To": "Henkilö 1 <person1@example.org>",
        "Subject": "Kutsu: Luotsimalli, ti 11.10. klo 9–12",
        "Reply-To": "outi@example.org",
        "Date": "Tue, 20 Sep 2022 09:00:00 +0000",
        "References": "<meeting-m1-p1@example.org>",
    }
    (sender,) = letter["From"].addresses
    # Python's parser keeps the space between two encoded words of a name.
    assert (" ".join(sender.display_name.split()), sender.addr_spec) == (
        "Outi Mäkelä, Esihenkilöiden vertaisklubi",
        "klubi@example.org",
    )
    assert (letter["Auto-Submitted"], letter["X-Auto-Response-Suppress"]) == (
        "auto-generated",
        "OOF, RN, NRN, AutoReply",
    )
    assert letter["Content-Language"] == "fi"


def test_an_invitation_holds_its_entry_twice_with_the_same_bytes() -> None:
    letter = parsed(calendar=ICS, calendar_method="REQUEST")
    assert letter.get_content_type() == "multipart/mixed"
    alternative, attachment = letter.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    entry = list(alternative.iter_parts())[-1]
    assert entry.get_param("method") == "REQUEST"
    assert (attachment.get_filename(), attachment.get_content_disposition()) == (
        "kutsu.ics",
        "attachment",
    )
    assert entry.get_payload(decode=True) == attachment.get_payload(decode=True) == ICS
    assert str(Calendar.from_ical(ICS)["METHOD"]) == entry.get_param("method")


def test_without_an_entry_there_are_two_parts_and_without_html_one() -> None:
    assert parsed().get_content_type() == "multipart/alternative"
    plain = parsed(html="")
    assert plain.get_content_type() == "text/plain"
    assert plain.get_content() == "Hei,\r\n\r\ntervetuloa.\r\n"


def test_words_and_long_lines_survive() -> None:
    text = "Ääkköset, – ja €.\n.yksin\n" + "pitkä " * 400 + "\n"
    letter = parsed(text=text)
    (plain, _html) = letter.iter_parts()
    assert plain.get_content() == text.replace("\n", "\r\n")


def test_the_wire_is_seven_bit_with_short_lines() -> None:
    message = as_message(
        make_letter(1, text="ä" * 3000, html="ö" * 3000, calendar=ICS, calendar_method="REQUEST"),
        now=NOW,
    )
    raw = as_bytes(message, sender="klubi@example.org")
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_same_row_gives_the_same_bytes() -> None:
    message = as_message(make_letter(1, calendar=ICS, calendar_method="REQUEST"), now=NOW)
    assert as_bytes(message, sender="a@example.org") == as_bytes(message, sender="a@example.org")


@pytest.mark.parametrize(
    "name", ["Outi Mäkelä, Esihenkilöiden vertaisklubi", "Outi, klubi", 'O "X" <y@z>', "Å" * 70, ""]
)
def test_any_name_comes_back_as_one_address(name: str) -> None:
    header = address(name, "a@example.org")
    assert header.isascii()
    (found,) = getaddresses([header])
    assert (str(make_header(decode_header(found[0]))), found[1]) == (name, "a@example.org")


def test_a_header_with_a_line_end_cannot_be_built() -> None:
    message: Message = as_message(make_letter(1), now=NOW)
    message.to_email = "a@example.org\r\nBcc: b@example.org"
    with pytest.raises(ValueError, match="a line end in the header To"):
        as_bytes(message, sender="klubi@example.org")
