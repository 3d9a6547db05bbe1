"""The people of the first round, their browsers, and the letters between them."""

import re
from email.message import EmailMessage

from playwright.sync_api import Locator, Page

from clubs.models import Club
from meetings.models import Invitee, Meeting
from tests.conftest import OpenPage
from tests.servers import MailServer, Site, wait_for

OUTLOOK = (
    "Aalto Aino <aino.aalto@example.org>; Pelto Petri <petri.pelto@example.org>; "
    "Lahti Leena <leena.lahti@example.org>; Tuuli Timo <timo.tuuli@example.org>; "
    "Niemi Sari <sari.niemi@example.org>; Rauta Jukka <jukka.rauta@example.org>; "
    "Koski Hanna <hanna.koski@example.org>; Lind Mikael <mikael.lind@example.org>; "
    "Pelli Marja <marja.pelli@example.org>; Matta Ville <ville.matta@example.org>; "
    "Oja Katariina <katariina.oja@example.org>; Heikki Antti <antti.heikki@example.org>; "
    "Saari Riikka <riikka.saari@example.org>; Tuomi Eero <eero.tuomi@example.org>"
)
BAD_LINE = "Puuttuva Osoite <tämä ei ole osoite>"
PHONE = 390


class Round:
    """The people of the round, their browsers, and the letters between them."""

    def __init__(self, open_page: OpenPage, mail: MailServer, site: Site) -> None:
        self.open_page = open_page
        self.mail = mail
        self.site = site

    @property
    def club(self) -> Club:
        return Club.objects.get()

    @property
    def meeting(self) -> Meeting:
        """The first meeting."""
        return Meeting.objects.get(number=1)

    def invitee(self, first_name: str) -> Invitee:
        return Invitee.objects.get(meeting=self.meeting, member__first_name=first_name)

    def letters(self, words: str, number: int) -> list[EmailMessage]:
        """Wait for so many letters whose subject has the words."""

        def found() -> list[EmailMessage]:
            return [letter for letter in self.mail.letters if words in str(letter["Subject"])]

        wait_for(lambda: len(found()) >= number, f"{number} letters with “{words}”", 60)
        return found()

    def letter_to(self, address: str, words: str) -> EmailMessage:
        wait_for(
            lambda: any(words in str(one["Subject"]) for one in self.mail.to(address)),
            f"“{words}” to {address}",
            60,
        )
        return [one for one in self.mail.to(address) if words in str(one["Subject"])][-1]

    def link_in(self, letter: EmailMessage, pattern: str) -> str:
        """The path of the first link in a letter's HTML that fits the pattern."""
        body = letter.get_body(("html",))
        assert body is not None
        links = re.findall(rf'href="{re.escape(self.site.url)}([^"]+)"', body.get_content())
        fitting = [link.replace("&amp;", "&") for link in links if re.search(pattern, link)]
        assert fitting, f"no {pattern} among {links}"
        return fitting[0]


def press(place: Page | Locator, name: str | re.Pattern[str]) -> None:
    place.get_by_role("button", name=name).first.click()
