"""Signing in by a code from the mail, from the first page to one's own, through a real mail server."""

import datetime as dt
import re
import time
from collections.abc import Callable
from email.message import Message

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from clubs.models import Member
from tests.factories import make_user
from tests.servers import MailServer

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/confirm/"


def letter_to(server: MailServer, address: str, number: int = 1) -> Message:
    """The newest letter to an address, once there are so many."""
    for _try in range(100):
        letters = [letter for letter in server.letters if address in str(letter["To"])]
        if len(letters) >= number:
            return letters[-1]
        time.sleep(0.05)
    raise AssertionError(f"no letter to {address}")


def code_in(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    found = re.search(r"^\s*(\d{6})\s*$", payload.decode(), re.MULTILINE)
    assert found
    return found[1]


def test_a_member_signs_in_with_the_code(
    client: Client, aino: Member, smtp_server: MailServer
) -> None:
    response = client.post(LOGIN, {"login": " Aino.Aalto@Example.org ", "next": "/settings/"})
    assert response.status_code == 302
    page = client.get(response["Location"])
    assert "aino.aalto@example.org" in page.content.decode().lower()

    code = code_in(letter_to(smtp_server, "aino.aalto@example.org"))
    response = client.post(response["Location"], {"code": f"{code[:3]} {code[3:]}"})

    assert (response.status_code, response["Location"]) == (302, "/settings/")
    assert client.get("/settings/").status_code == 200
    assert Entry.objects.get(action="accounts.signed_in").actor == str(aino.user_id)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("fi", "Kirjautumiskoodi: Vertaisklubi"), ("sv", "Inloggningskod: Vertaisklubi")],
)
def test_the_letter_is_in_the_person_s_language(
    client: Client, db: None, smtp_server: MailServer, language: str, subject: str
) -> None:
    make_user("Mikael", "Lindholm", language=language)
    client.post(LOGIN, {"login": "mikael.lindholm@example.org"}, headers={"Accept-Language": "en"})

    assert letter_to(smtp_server, "mikael.lindholm@example.org")["Subject"] == subject


def test_known_and_unknown_addresses_look_the_same(aino: Member, smtp_server: MailServer) -> None:
    known, unknown = Client(), Client()
    answers = []
    for client, address in (
        (known, "aino.aalto@example.org"),
        (unknown, "nobody.else@example.org"),
    ):
        posted = client.post(LOGIN, {"login": address})
        shown = client.get(posted["Location"])
        wrong = client.post(CODE, {"code": "123456"})
        answers.append(
            [
                (response.status_code, re.sub(r'value="\w{64}"', "", text.replace(address, "")))
                for response in (posted, shown, wrong)
                for text in [re.sub(r"X-CSRFToken[^}]*", "", response.content.decode())]
            ]
        )
    letter_to(smtp_server, "aino.aalto@example.org")

    assert answers[0] == answers[1]
    assert [str(letter["To"]) for letter in smtp_server.letters] == ["aino.aalto@example.org"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "Kirjoita viestissä oleva koodi."),
        ("41730", "Koodissa on 6 numeroa. Yksi puuttuu."),
        ("417", "Koodissa on 6 numeroa. Niistä puuttuu 3."),
        ("4173012", "Koodissa on 6 numeroa."),
        ("41730a", "Koodissa on 6 numeroa."),
        ("٤١٧٣٠١", "Koodissa on 6 numeroa."),
    ],
)
def test_a_code_that_cannot_be_right_says_what_is_missing(
    client: Client, aino: Member, smtp_server: MailServer, code: str, message: str
) -> None:
    client.post(LOGIN, {"login": "aino.aalto@example.org"})
    response = client.post(CODE, {"code": code})

    assert response.status_code == 200
    assert message in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_five_wrong_codes_end_the_attempt(
    client: Client, aino: Member, smtp_server: MailServer
) -> None:
    client.post(LOGIN, {"login": "aino.aalto@example.org"})
    code = code_in(letter_to(smtp_server, "aino.aalto@example.org"))
    wrong = f"{(int(code) + 1) % 10**6:06}"
    statuses = [client.post(CODE, {"code": wrong}).status_code for _try in range(5)]
    client.post(CODE, {"code": code})

    assert statuses == [200, 200, 200, 200, 302]
    assert "_auth_user_id" not in client.session


def test_the_code_is_good_for_ten_minutes(
    client: Client, aino: Member, smtp_server: MailServer, travel: Callable[..., None]
) -> None:
    asked_at = timezone.now()
    client.post(LOGIN, {"login": "aino.aalto@example.org"})
    code = code_in(letter_to(smtp_server, "aino.aalto@example.org"))
    travel(asked_at + dt.timedelta(minutes=10, seconds=5))
    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


def test_the_code_opens_only_the_browser_that_asked(aino: Member, smtp_server: MailServer) -> None:
    asked, other = Client(), Client()
    asked.post(LOGIN, {"login": "aino.aalto@example.org"})
    code = code_in(letter_to(smtp_server, "aino.aalto@example.org"))
    other.post(LOGIN, {"login": "aino.aalto@example.org"})
    other.post(CODE, {"code": code})

    assert "_auth_user_id" not in other.session


def test_a_new_code_replaces_the_old(client: Client, aino: Member, smtp_server: MailServer) -> None:
    client.post(LOGIN, {"login": "aino.aalto@example.org"})
    first = code_in(letter_to(smtp_server, "aino.aalto@example.org"))
    client.post(CODE, {"action": "resend"})
    second = code_in(letter_to(smtp_server, "aino.aalto@example.org", number=2))

    if first != second:
        client.post(CODE, {"code": first})
        assert "_auth_user_id" not in client.session
    client.post(CODE, {"code": second})
    assert client.session["_auth_user_id"] == str(aino.user_id)


def test_another_address_can_be_given(
    client: Client, aino: Member, smtp_server: MailServer
) -> None:
    client.post(LOGIN, {"login": "wrong@example.org"})
    response = client.post("/accounts/logout/", {"next": LOGIN})

    assert response["Location"] == LOGIN
    assert "id_login" in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "Kirjoita sähköpostiosoitteesi."),
        ("aino", "Kirjoita osoite kokonaan, esimerkiksi nimi@example.org."),
    ],
)
def test_a_wrong_address_is_named_and_kept(
    client: Client, db: None, address: str, message: str
) -> None:
    response = client.post(LOGIN, {"login": address})

    assert response.context["form"].errors == {"login": [message]}
    assert response.context["form"]["login"].value() == address


def test_a_closed_account_gets_no_letter(client: Client, db: None, smtp_server: MailServer) -> None:
    make_user("Entinen", "Esihenkilö", is_active=False)
    make_user("Aino", "Aalto")
    client.post(LOGIN, {"login": "entinen.esihenkilo@example.org"})
    Client().post(LOGIN, {"login": "aino.aalto@example.org"})
    letter_to(smtp_server, "aino.aalto@example.org")

    assert len(smtp_server.letters) == 1


def test_a_foreign_next_page_is_not_followed(
    client: Client, aino: Member, smtp_server: MailServer
) -> None:
    client.post(LOGIN, {"login": "aino.aalto@example.org", "next": "https://evil.example/"})
    code = code_in(letter_to(smtp_server, "aino.aalto@example.org"))
    response = client.post(CODE, {"code": code, "next": "https://evil.example/"})

    assert response["Location"].startswith("/")


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "password/change/", "email/"])
def test_there_is_no_sign_up_and_no_password(
    client_of: Callable[[User], Client], zaida: User, path: str
) -> None:
    assert client_of(zaida).get(f"/accounts/{path}").status_code == 404


def test_signing_out(client_of: Callable[[Member], Client], aino: Member) -> None:
    client = client_of(aino)
    response = client.post("/accounts/logout/")

    assert response.status_code == 302
    assert "_auth_user_id" not in client.session
