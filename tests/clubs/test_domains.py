"""Domains that take no mail are refused where the address is typed; what cannot be found out is not in the way."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.utils import translation
from dns.flags import QR
from dns.message import Message, from_wire, make_response
from dns.rcode import NXDOMAIN, SERVFAIL
from dns.resolver import Resolver
from dns.rrset import from_text
from pytest_django import Settings

from clubs import domains
from clubs.domains import unknown_domains
from clubs.forms import MemberForm
from clubs.people import normal_address
from clubs.people_rows import judge
from tests.cast import Cast

MAIL = {"example.org.": "10 mx.example.org.", "mute.example.": "0 ."}


@dataclass
class NameServer:
    """A real name server on loopback, over UDP."""

    port: int
    asked: list[str] = field(default_factory=list)
    is_silent: bool = False
    is_broken: bool = False

    def answer(self, query: Message) -> bytes | None:
        """What it says to one question."""
        name = query.question[0].name.to_text()
        self.asked.append(name)
        if self.is_silent:
            return None
        response = make_response(query)
        response.flags |= QR
        if self.is_broken:
            response.set_rcode(SERVFAIL)
        elif name in MAIL:
            response.answer.append(from_text(name, 60, "IN", "MX", MAIL[name]))
        elif name != "only-a.example.":
            response.set_rcode(NXDOMAIN)
        return response.to_wire()


@contextmanager
def name_server_running() -> Iterator[NameServer]:
    """Run the server until the end of the block."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.settimeout(0.1)
        server = NameServer(port=wire.getsockname()[1])
        is_over = threading.Event()

        def serve() -> None:
            while not is_over.is_set():
                try:
                    data, sender = wire.recvfrom(4096)
                except TimeoutError:
                    continue
                if (said := server.answer(from_wire(data))) is not None:
                    wire.sendto(said, sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            is_over.set()
            thread.join()


@pytest.fixture(autouse=True)
def names(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    """The name server that is asked."""
    cache.clear()
    settings.CHECK_DOMAINS = True
    with name_server_running() as server:

        def resolver() -> Resolver:
            ours = Resolver(configure=False)
            ours.nameservers = ["127.0.0.1"]
            ours.port = server.port
            return ours

        monkeypatch.setattr(domains, "_resolver", resolver)
        yield server
    cache.clear()


def test_what_does_not_exist_or_takes_no_mail_is_unknown() -> None:
    """A domain without a mail server of its own may still take mail at its address (RFC 5321, 5.1)."""
    asked = ["example.org", "only-a.example", "exmaple.org", "mute.example"]
    assert unknown_domains(asked) == {"exmaple.org", "mute.example"}


def test_an_answer_is_remembered(names: NameServer) -> None:
    for _number in range(3):
        assert unknown_domains(["exmaple.org", "example.org"]) == {"exmaple.org"}
    assert sorted(names.asked) == ["example.org.", "exmaple.org."]


@pytest.mark.parametrize("fault", ["is_silent", "is_broken"])
def test_a_name_server_without_an_answer_is_in_nobodys_way(
    names: NameServer, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(domains, "SECONDS", 0.5)
    setattr(names, fault, True)
    began = time.monotonic()
    assert unknown_domains([f"school{number}.example" for number in range(10)]) == set()
    assert time.monotonic() - began < 2
    setattr(names, fault, False)
    assert unknown_domains(["school1.example"]) == {"school1.example"}


def test_nobody_is_asked_where_it_is_off(names: NameServer, settings: Settings) -> None:
    settings.CHECK_DOMAINS = False
    assert unknown_domains(["exmaple.org"]) == set()
    assert names.asked == []


def test_a_pasted_line_with_an_unknown_domain_is_named(cast: Cast) -> None:
    text = "Aulis Aho <aulis@example.org>\nBerit Berg <berit@exmaple.org>\n"
    with translation.override("en"):
        judgement = judge(cast.club, text)
        assert [person.email for person in judgement.people] == ["aulis@example.org"]
        assert [(line.number, str(reason)) for line, reason in judgement.rows[:1]] == [
            (2, "Check what is after the @: there is no such address on the internet.")
        ]
    assert judgement.rest == "Berit Berg <berit@exmaple.org>"


def test_a_corrected_address_is_checked_too(cast: Cast, names: NameServer) -> None:
    """The one that is known already is not asked about again."""

    def form(email: str) -> MemberForm:
        return MemberForm({"email": email}, member=cast.aino)

    with translation.override("en"):
        assert form("aino@exmaple.org").errors["email"] == [
            "Check what is after the @: there is no such address on the internet."
        ]
        assert form("äiti@example.org").errors["email"] == [
            "Write the address in full, like name@example.org."
        ]
    names.asked.clear()
    assert "email" not in form(cast.aino.email).errors
    assert names.asked == []
    assert "email" not in form("other@example.org").errors


def test_a_domain_with_letters_of_its_own_is_written_for_the_wire(names: NameServer) -> None:
    assert [normal_address(f"Aino@{domain}") for domain in ("Äö.fi", "faß.de", "exa_mple.fi")] == [
        "aino@xn--4ca0b.fi", "aino@xn--fa-hia.de", "",
    ]  # fmt: skip
