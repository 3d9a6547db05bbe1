"""Calendars' replies and bounces, byte by byte as the programs write them. The people and the entry come from outside."""

import base64
import datetime as dt
from dataclasses import dataclass
from email.message import EmailMessage

MX = "mx.example.org"
CRLF = "\r\n"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a reply says; the rest is how each program writes."""

    uid: str
    address: str = "aino.aalto@example.org"
    partstat: str = "ACCEPTED"
    sequence: int = 0
    stamp: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    comment: str = ""
    to: str = "vertaisklubi@example.org"
    method: str = "REPLY"
    # What the receiving server found; "" for nothing.
    found: str = f"{MX}; dmarc=pass header.from=example.org"
    starts: str = ":20261011T060000Z"
    ends: str = ":20261011T090000Z"

    @property
    def dtstamp(self) -> str:
        return f"{self.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"

    def head(self, *more: str) -> str:
        """Return the headers that the receiving server adds, and those that every program writes."""
        found = [f"Authentication-Results: {self.found}"] if self.found else []
        lines = [
            f"Delivered-To: {self.to}",
            *found,
            f"Received: from mail.example.org by {MX}; Mon, 5 Oct 2026 10:00:00 +0300",
            f"From: =?utf-8?Q?Aino_M=C3=A4kinen?= <{self.address}>",
            f"To: {self.to}",
            *more,
            "MIME-Version: 1.0",
        ]
        return CRLF.join(lines) + CRLF


def google(reply: Reply) -> bytes:
    """Google Calendar: three alternatives and the file; the note stands in a parameter of the attendee."""
    note = f';X-RESPONSE-COMMENT="{reply.comment}"' if reply.comment else ""
    calendar = [
        "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0",
        "CALSCALE:GREGORIAN", f"METHOD:{reply.method}", "BEGIN:VEVENT", f"DTSTART{reply.starts}",
        f"DTEND{reply.ends}", f"DTSTAMP:{reply.dtstamp}",
        "ORGANIZER;CN=Outi Oivallus:mailto:vertaisklubi@example.org", f"UID:{reply.uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={reply.partstat};CN={reply.address};X-",
        f" NUM-GUESTS=0{note}:mailto:{reply.address}",
        "CREATED:20260901T100000Z", "DESCRIPTION:Teema: Hyvinvointi\\, jaksaminen", "LAST-MODIFIED:20261005T070000Z",
        "LOCATION:Tila B214", f"SEQUENCE:{reply.sequence}", "STATUS:CONFIRMED", "SUMMARY:Esihenkilöklubi: Hyvinvointi työssä",
        "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    text = CRLF.join(calendar)
    encoded = base64.encodebytes(text.encode()).decode().replace("\n", CRLF)
    head = reply.head(
        "Sender: Google Calendar <calendar-notification@google.com>", "Auto-Submitted: auto-generated",
        "Subject: =?UTF-8?Q?Hyv=C3=A4ksytty=3A_Esihenkil=C3=B6klubi?=",
        'Content-Type: multipart/mixed; boundary="000000000000f3c9d105"',
    )  # fmt: skip
    return (
        f"{head}{CRLF}"
        f"--000000000000f3c9d105{CRLF}"
        f'Content-Type: multipart/alternative; boundary="000000000000f3c9d005"{CRLF}{CRLF}'
        f"--000000000000f3c9d005{CRLF}"
        f'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes{CRLF}'
        f"Content-Transfer-Encoding: base64{CRLF}{CRLF}QWlubyBvbiBoeXbDpGtzeW55dA=={CRLF}"
        f"--000000000000f3c9d005{CRLF}"
        f'Content-Type: text/html; charset="UTF-8"{CRLF}{CRLF}<p>Aino</p>{CRLF}'
        f"--000000000000f3c9d005{CRLF}"
        f'Content-Type: text/calendar; charset="UTF-8"; method={reply.method}{CRLF}'
        f"Content-Transfer-Encoding: 8bit{CRLF}{CRLF}{text}{CRLF}"
        f"--000000000000f3c9d005--{CRLF}"
        f"--000000000000f3c9d105{CRLF}"
        f'Content-Type: application/ics; name="invite.ics"{CRLF}'
        f'Content-Disposition: attachment; filename="invite.ics"{CRLF}'
        f"Content-Transfer-Encoding: base64{CRLF}{CRLF}{encoded}{CRLF}"
        f"--000000000000f3c9d105--{CRLF}"
    ).encode()


def outlook(reply: Reply) -> bytes:
    """Exchange: the calendar in base64 as the last alternative, its own time zone, an empty comment, parameters of language."""
    comment = reply.comment.replace(",", "\\,") or "\\n"
    calendar = [
        "BEGIN:VCALENDAR", f"METHOD:{reply.method}", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0",
        "BEGIN:VTIMEZONE", "TZID:FLE Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T040000",
        "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0300",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f'ATTENDEE;PARTSTAT={reply.partstat};CN="Mäkinen, Aino":mailto:{reply.address}',
        f"COMMENT;LANGUAGE=fi-FI:{comment}", f"UID:{reply.uid}",
        "SUMMARY;LANGUAGE=fi-FI:Hyväksytty: Esihenkilöklubi: Hyvinvointi työssä",
        "DTSTART;TZID=FLE Standard Time:20261011T100000", "DTEND;TZID=FLE Standard Time:20261011T130000",
        "CLASS:PUBLIC", "PRIORITY:5", f"DTSTAMP:{reply.dtstamp}", "TRANSP:OPAQUE", "STATUS:CONFIRMED",
        f"SEQUENCE:{reply.sequence}", "LOCATION;LANGUAGE=fi-FI:Tila B214", f"X-MICROSOFT-CDO-APPT-SEQUENCE:{reply.sequence}",
        "X-MICROSOFT-CDO-OWNERAPPTID:-1", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE", "X-MICROSOFT-CDO-IMPORTANCE:1", "X-MICROSOFT-CDO-INSTTYPE:0",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    encoded = base64.encodebytes(CRLF.join(calendar).encode()).decode().replace("\n", CRLF)
    head = reply.head(
        "Subject: =?iso-8859-1?Q?Hyv=E4ksytty=3A_Esihenkil=F6klubi?=",
        "Thread-Index: AdpZ",
        "X-MS-Has-Attach:",
        "Content-Type: multipart/alternative;",
        '\tboundary="_000_AM0PR02MB1234_"',
    )
    return (
        f"{head}{CRLF}"
        f'--_000_AM0PR02MB1234_{CRLF}Content-Type: text/plain; charset="iso-8859-1"{CRLF}'
        f"Content-Transfer-Encoding: quoted-printable{CRLF}{CRLF}=20{CRLF}{CRLF}"
        f'--_000_AM0PR02MB1234_{CRLF}Content-Type: text/html; charset="iso-8859-1"{CRLF}'
        f"Content-Transfer-Encoding: quoted-printable{CRLF}{CRLF}<html></html>{CRLF}{CRLF}"
        f'--_000_AM0PR02MB1234_{CRLF}Content-Type: text/calendar; charset="utf-8"; method={reply.method}{CRLF}'
        f"Content-Transfer-Encoding: base64{CRLF}{CRLF}{encoded}{CRLF}"
        f"--_000_AM0PR02MB1234_--{CRLF}"
    ).encode()


def apple(reply: Reply) -> bytes:
    """Apple's Calendar: quoted-printable with long folded lines, the calendar as an attachment of the alternative."""
    comment = [f"COMMENT:{reply.comment}"] if reply.comment else []
    calendar = [
        "BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", "VERSION:2.0", f"METHOD:{reply.method}",
        "PRODID:-//Apple Inc.//macOS 14.5//EN", "BEGIN:VTIMEZONE", "TZID:Europe/Helsinki", "BEGIN:DAYLIGHT",
        "TZOFFSETFROM:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "DTSTART:19830327T030000", "TZNAME:EEST",
        "TZOFFSETTO:+0300", "END:DAYLIGHT", "END:VTIMEZONE", "BEGIN:VEVENT", *comment,
        f'ATTENDEE;CN="Aino Mäkinen";CUTYPE=INDIVIDUAL;EMAIL="{reply.address}";PARTSTAT={reply.partstat};ROLE=R',
        f" EQ-PARTICIPANT:mailto:{reply.address}",
        "DTEND;TZID=Europe/Helsinki:20261011T120000", f"DTSTAMP:{reply.dtstamp}",
        "DTSTART;TZID=Europe/Helsinki:20261011T090000", 'ORGANIZER;CN="Outi":mailto:vertaisklubi@example.org',
        "REQUEST-STATUS:2.0;Success", f"SEQUENCE:{reply.sequence}", "SUMMARY:Esihenkilöklubi", f"UID:{reply.uid}",
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "UID:not-the-event", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    letter = EmailMessage()
    letter.set_content("Aino Mäkinen on hyväksynyt kutsun", cte="quoted-printable")
    letter.add_alternative(
        CRLF.join(calendar).encode(), maintype="text", subtype="calendar",
        cte="base64", params={"charset": "utf-8", "method": reply.method, "name": "iCal-20261005.ics"},
    )  # fmt: skip
    body = letter.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return (
        reply.head("Subject: Hyv\u00e4ksytty").encode().replace(b"MIME-Version: 1.0\r\n", b"")
        + body
    )


PROGRAMS = {"google": google, "outlook": outlook, "apple": apple}


def bounce(
    *, to: str, address: str = "aino.aalto@example.org", action: str = "failed", status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 User unknown", original: str = "",
) -> bytes:  # fmt: skip
    """A delivery status notification as Postfix writes it, with the headers of the letter that came back."""
    headers = f"{original}{CRLF}" if original else f"Subject: Kutsu{CRLF}"
    return (
        f"Return-Path: <>{CRLF}Delivered-To: {to}{CRLF}"
        f"From: MAILER-DAEMON@mx.example.org (Mail Delivery System){CRLF}To: {to}{CRLF}"
        f"Subject: Undelivered Mail Returned to Sender{CRLF}Auto-Submitted: auto-replied{CRLF}MIME-Version: 1.0{CRLF}"
        f'Content-Type: multipart/report; report-type=delivery-status;{CRLF}\tboundary="4ABC.1665/mx.example.org"{CRLF}{CRLF}'
        f"This is a MIME-encapsulated message.{CRLF}{CRLF}"
        f"--4ABC.1665/mx.example.org{CRLF}Content-Description: Notification{CRLF}"
        f"Content-Type: text/plain; charset=us-ascii{CRLF}{CRLF}I'm sorry to have to inform you{CRLF}{CRLF}"
        f"--4ABC.1665/mx.example.org{CRLF}Content-Description: Delivery report{CRLF}"
        f"Content-Type: message/delivery-status{CRLF}{CRLF}"
        f"Reporting-MTA: dns; mx.example.org{CRLF}X-Postfix-Queue-ID: 4ABC{CRLF}"
        f"Arrival-Date: Mon,  5 Oct 2026 10:00:00 +0300 (EEST){CRLF}{CRLF}"
        f"Final-Recipient: rfc822; {address}{CRLF}Original-Recipient: rfc822;{address}{CRLF}"
        f"Action: {action}{CRLF}Status: {status}{CRLF}Remote-MTA: dns; mail.example.org{CRLF}"
        f"Diagnostic-Code: {diagnostic}{CRLF}{CRLF}"
        f"--4ABC.1665/mx.example.org{CRLF}Content-Description: Undelivered Message Headers{CRLF}"
        f"Content-Type: text/rfc822-headers{CRLF}{CRLF}{headers}{CRLF}"
        f"--4ABC.1665/mx.example.org--{CRLF}"
    ).encode()
