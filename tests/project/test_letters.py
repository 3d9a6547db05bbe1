"""Every letter, in three languages: what the design asks of each, looked at in what would leave."""

import email
import re
from email import policy
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from clubs.letters import OPTIONAL_KINDS
from outbox import mime
from outbox.letters import own_address
from outbox.models import Message
from outbox.services import written_anew
from tests.project.lettercase import PLACE, READING, Case
from tests.project.letterhtml import LetterHtml, button_height
from ui.dates import format_day

pytestmark = pytest.mark.once

LANGUAGES = ["fi", "sv", "en"]
ABOUT_A_MEETING = {
    "invitation", "invitation to a newcomer", "reminder", "reminder to the unsure", "soon", "soon as a question",
    "changed place", "changed time", "cancelled", "uninvited", "duty",
}  # fmt: skip
WITH_AN_ANSWER = {
    "reminder to the unsure": {"fi": "En tiedä vielä", "sv": "Jag vet inte ännu", "en": "Not sure yet"},
    "soon": {"fi": "Osallistun", "sv": "Jag deltar", "en": "I'm coming"},
    "changed place": {"fi": "Osallistun", "sv": "Jag deltar", "en": "I'm coming"},
}  # fmt: skip
YOUR_ANSWER = {"fi": "Vastauksesi: ", "sv": "Ditt svar: ", "en": "Your answer: "}
SUBJECT_AIM = 60


@pytest.fixture(params=LANGUAGES)
def case(request: pytest.FixtureRequest, db: None) -> Case:
    """A club in which everything happens, read in one language."""
    return Case(request.param)


def plain(text: str) -> str:
    """The words of a text on one line."""
    return " ".join(text.split())


def not_in_order(html: LetterHtml, text: str) -> list[str]:
    """Return the pieces of the HTML that the text does not have, or has elsewhere."""
    missing, position, whole = [], 0, plain(text)
    for piece in html.words:
        found = whole.find(piece, position)
        if found < 0:
            missing.append(piece)
        else:
            position = found + len(piece)
    return missing


def sent(letter: Message) -> EmailMessage:
    """Return the letter as it leaves, parsed by the library of the language."""
    data = mime.as_bytes(letter, sender=own_address())
    return email.message_from_bytes(data, _class=EmailMessage, policy=policy.default)


def wrong_html(letter: Message, html: LetterHtml) -> list[str]:
    """Return what a letter's HTML does that no letter of ours may do."""
    ours = (settings.BASE_URL, READING, "https://video.example.org/")
    complaints = {
        "no language": html.attributes["html"].get("lang") != letter.language,
        "not one h1": html.tags.count("h1") != 1,
        "an image, a script or a frame": bool({"img", "script", "iframe", "link"} & set(html.tags)),
        "a resource from outside": bool(re.search(r"url\(|@import|@font-face", letter.html)),
        "not fluid": 'style="max-width:600px"' not in letter.html,
        "no dark colours": "prefers-color-scheme:dark" not in letter.html,
        "no phone layout": "@media (max-width:480px)" not in letter.html,
        "too heavy": len(letter.html.encode()) >= 100_000,
        "a link elsewhere": any(not link.startswith(ours) for link in html.links),
        "a low button": any(button_height(style) < 48 for style in html.buttons),
        "no preheader": not 10 <= len(plain(html.preheader)) <= 160,
    }
    return [words for words, is_so in complaints.items() if is_so]


def test_the_html_of_every_letter(case: Case) -> None:
    """One fluid column with a preheader, dark colours and tall buttons; nothing is fetched from anywhere."""
    letters = case.letters()
    wrong = {name: wrong_html(letter, LetterHtml(letter.html)) for name, letter in letters.items()}
    assert {name: complaints for name, complaints in wrong.items() if complaints} == {}


def test_the_text_says_all_that_the_html_says_in_the_same_order(case: Case) -> None:
    letters = case.letters()
    missing = {
        name: not_in_order(LetterHtml(letter.html), letter.text) for name, letter in letters.items()
    }
    assert {name: pieces for name, pieces in missing.items() if pieces} == {}


def test_every_link_of_the_html_is_in_the_text(case: Case) -> None:
    for name, letter in case.letters().items():
        scale = re.compile(r"\?useful=\d$")
        links = {link for link in LetterHtml(letter.html).links if not scale.search(link)}
        assert [link for link in sorted(links) if link not in letter.text] == [], name


def test_subjects_fit_a_phone(case: Case) -> None:
    subjects = {name: letter.subject for name, letter in case.letters().items()}
    assert [words for words in subjects.values() if not words] == []
    assert {name: words for name, words in subjects.items() if len(words) > SUBJECT_AIM} == {}


def test_the_preheader_says_when_and_where(case: Case) -> None:
    """And, where the letter is about a meeting that is held, what to do."""
    day = case.meeting.starts_at
    for name, letter in case.letters().items():
        if name in ABOUT_A_MEETING - {"cancelled", "uninvited"}:
            preheader = plain(LetterHtml(letter.html).preheader)
            with translation.override(case.language):
                assert format_day(day, year=False) in preheader, name
            assert PLACE in preheader or name == "duty", name


def test_later_letters_say_what_was_answered_and_offer_to_change_it(case: Case) -> None:
    letters = case.letters()
    for name, answers in WITH_AN_ANSWER.items():
        letter = letters[name]
        assert YOUR_ANSWER[case.language] + answers[case.language] in plain(letter.text), name
        assert "/a/" in letter.text, name


def test_one_thread_a_meeting_and_person(case: Case) -> None:
    letters = case.letters()
    of_aino = (ABOUT_A_MEETING | {"memo", "feedback"}) - {"duty", "invitation to a newcomer"}
    threads = {letters[name].headers["References"] for name in of_aino}
    assert len(threads) == 1
    assert re.fullmatch(r"<[^<>\s]+@[^<>\s]+>", threads.pop())
    others = {letters[name].headers["References"] for name in ("duty", "season", "agreed due")}
    assert len(others) == 3


def test_what_can_be_refused_says_so_to_the_mail_program_and_nothing_else_does(case: Case) -> None:
    """The address in the header works with one POST, without a cookie, in every letter that has it."""
    for name, letter in case.letters().items():
        leaves = sent(letter)
        if letter.kind not in OPTIONAL_KINDS:
            assert leaves["List-Unsubscribe"] is None, name
            continue
        assert leaves["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = leaves["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
        program = Client(enforce_csrf_checks=True)
        assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    case.aino.refresh_from_db()
    assert set(case.aino.muted_letters) == OPTIONAL_KINDS


def test_the_foot_leads_to_settings_and_statements(case: Case) -> None:
    for name, letter in case.letters().items():
        links = LetterHtml(letter.html).links
        assert f"{settings.BASE_URL}/privacy/" in links, name
        assert f"{settings.BASE_URL}/accessibility/" in links, name
        if name != "login_code":
            choices = [link for link in links if link.startswith(f"{settings.BASE_URL}/u/")]
            assert Client().get(choices[0].removeprefix(settings.BASE_URL)).status_code == 200


def test_every_letter_can_be_written_anew_and_looked_at_without_its_personal_links(
    case: Case,
) -> None:
    """Nobody can answer, give feedback, join or unsubscribe through somebody else's letter."""
    letters = {name: letter for name, letter in case.letters().items() if name != "login_code"}
    for number, letter in enumerate(letters.values()):
        letter.key += f":{number}"
    Message.objects.bulk_create(letters.values())
    personal = re.compile(r"/(?:a|f|u|join|seasons?/answer|agreed/answer|feed)/[\w:.-]{20,}")
    for name, letter in letters.items():
        anew = written_anew(letter.pk, is_inert=True, now=case.now)
        assert anew is not None, name
        assert personal.findall(anew.html + anew.text) == [], name
        assert personal.findall(letter.html + letter.text) != [], name
        assert (anew.kind, anew.topic, anew.person, anew.language) == (
            letter.kind,
            letter.topic,
            letter.person,
            letter.language,
        )


def test_letters_leave_as_they_were_written(case: Case) -> None:
    """Parsed back: the subject, both parts in their language's letters, and who it is from."""
    for name, letter in case.letters().items():
        leaves = sent(letter)
        text, html = leaves.get_body(("plain",)), leaves.get_body(("html",))
        assert leaves["Subject"] == letter.subject, name
        assert leaves["Auto-Submitted"] == "auto-generated"
        assert text is not None
        assert html is not None
        assert plain(text.get_content()) == plain(letter.text), name
        assert plain(html.get_content()) == plain(letter.html), name


def test_no_letter_shouts_or_mixes_languages(case: Case) -> None:
    """No exclamation marks; the foot's words are those of the language."""
    settings_word = {
        "fi": "Viestiasetukset",
        "sv": "Meddelandeinställningar",
        "en": "Message settings",
    }
    for name, letter in case.letters().items():
        assert "!" not in letter.text, name
        if name != "login_code":
            assert settings_word[case.language] in letter.text, name
