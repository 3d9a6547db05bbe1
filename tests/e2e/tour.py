"""Which pages a tour of the demo club visits, and as whom; runs in the demo's environment (see conftest.py).

Every address of the table of rights for each reader who may open it: in each stage of a meeting's life, and in a club
in which nothing is there yet.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from boards.models import Board, Note, Support
from clubs.models import Club, Draw, Member, WorkGroup
from feedback.models import SurveyInvitee
from home.demo.mailbox import letters
from meetings.models import Meeting
from tests import factories
from tests.cast import Cast, make_zaida
from tests.project.rights import FRAMED_LETTERS, ROWS
from tests.project.world import World, furnish

READERS = ["anonymous", "link", "facilitator", "member", "host", "nobody"]
NEVER = {"403", "405", "in"}
NO_PAGE = {
    "health", "ready", "meetings:calendar", "meetings:feed", "meetings:material-file",
    "home:demo-mail-raw",
}  # fmt: skip
LINKS = {
    "clubs:join", "clubs:letter-choices", "clubs:unsubscribe", "feedback:form", "meetings:agreed-answer",
    "meetings:answer", "meetings:poll-answer", "meetings:season-answer",
}  # fmt: skip
# Forms that are sent empty, each by one who may, to see how they say so.
EMPTIED = {
    "home:theme-proposals": "facilitator",
    "account_login": "anonymous", "account_confirm_login_code": "anonymous",
    "meetings:answer": "anonymous", "feedback:form": "anonymous",
    "accounts:settings": "member", "boards:board": "member", "boards:note-edit": "member",
    "meetings:agreed-edit": "member", "clubs:club-new": "nobody", "clubs:club-edit": "facilitator",
    "clubs:member-edit": "facilitator", "clubs:people": "facilitator",
    "meetings:season-new": "facilitator", "meetings:season": "facilitator",
    "meetings:meeting-edit": "facilitator", "meetings:themes": "facilitator",
    "meetings:poll-answer": "anonymous", "meetings:poll-new": "facilitator",
    "meetings:swap-ask": "facilitator",
    "meetings:poll-edit": "facilitator", "meetings:season-answer": "anonymous", "meetings:letter-new": "facilitator",
}  # fmt: skip
DEMO_CLUB = "Esihenkilöiden vertaisklubi"


@dataclass(frozen=True)
class Visit:
    """One page to look at: its URL name, who looks, the stage of what is shown, the path and the session."""

    name: str
    reader: str
    stage: str
    path: str
    session: str


class Shapes(HTMLParser):
    """Gathers the kinds of elements on a page, each with the kind it stands in; apart, those around its main part."""

    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.around: set[tuple[str, str]] = set()
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = " ".join(sorted(given.get("class", "").split()))
        shape = " ".join([tag, classes, given.get("role", ""), given.get("type", "")])
        is_main = tag == "main" or any(opened == "main" for opened, _shape in self._open)
        (self.found if is_main else self.around).add((self._open[-1][1], shape))
        if tag not in self.VOID:
            self._open.append((tag, shape))

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _shape in self._open):
            while self._open.pop()[0] != tag:
                pass


def is_visited(name: str, reader: str) -> bool:
    """Say whether the reader may see something there; what the table gives as missing may exist in a demo."""
    # The words of a letter in a frame of its own are tested where letters are.
    if name in NO_PAGE | FRAMED_LETTERS:
        return False
    if name == "clubs:club-new":
        return reader == "nobody"
    answer = ROWS[name]["GET"][reader]
    return answer not in NEVER and (answer != "404" or reader in ("facilitator", "anonymous"))


def worlds() -> Iterator[tuple[str, World]]:
    """Yield the stages: a live meeting with one of everything, the demo's own meetings, and an empty club."""
    club = Club.objects.get(name=DEMO_CLUB)
    coming, planned = Meeting.objects.filter(starts_at__gt=timezone.now()).order_by("starts_at")[:2]
    recent, *_others, oldest = Meeting.objects.filter(starts_at__lt=timezone.now()).order_by(
        "-starts_at"
    )
    planned.host_group = coming.host_group
    live = live_world(club, coming)
    yield "live", live
    for stage, meeting in (("recent", recent), ("over", oldest), ("planned", planned)):
        yield stage, stage_of(live, meeting)
    yield "empty", empty_world(live)


def live_world(club: Club, meeting: Meeting) -> World:
    """The meeting that is open for answers, with a board, a survey and all else that can stand behind an address."""
    outi = Member.objects.get(club=club, role=Member.Role.FACILITATOR)
    pair = meeting.host_group
    assert pair is not None
    host, partner = [place.member for place in pair.places.all()[:2]]
    others = [one for one in club.members.invited() if one not in (host, partner)]
    aino, petri = others[:2]
    invitee = meeting.invitees.get(member=petri)
    Board.objects.filter(meeting=meeting).delete()
    zaida = make_zaida()
    zaida.may_open_clubs = True
    zaida.save()
    drawn = Draw.objects.filter(season=meeting.season).order_by("-pk").first()
    objects = furnish(club, meeting, aino, invitee)
    Draw.objects.filter(season=meeting.season).exclude(pk=drawn.pk).delete()
    newcomer = factories.make_member(club, "Uuno", "Uusi", user=None)
    fill_board(meeting.board, aino, petri)
    cast = Cast(
        club=club, season=meeting.season, meeting=meeting, pair=pair, outi=outi,
        aino=aino, petri=petri, leena=host, timo=partner, eero=petri, other_club=club, ulla=petri,
        zaida=zaida, admin=zaida,
    )  # fmt: skip
    objects |= {
        "clubs:join.token": factories.join_token(newcomer),
        "letter": letters(most=1)[0].id,
        "draw": drawn.pk,
    }
    return World(cast=cast, objects=objects, foreign={}, invitee=invitee)


def fill_board(board: Board, aino: Member, petri: Member) -> None:
    """Notes of every section, one anonymous, one supported and spoken of, one that is long."""
    for kind in ("goal", "idea", "question"):
        factories.make_note(board, "Ylimielisyydettömyydestäänkö? " * 6, kind, author=petri)
        note = factories.make_note(board, "Nimetön ajatus", kind)
        Support.objects.create(note=note, member=aino)
        factories.make_comment(note, "Kokeillaan heti, sanoi moni", author=petri)
        factories.make_comment(note)


def stage_of(live: World, meeting: Meeting) -> World:
    """The same people at another meeting of the demo, with its own notes and letters."""
    invitees = {one.member_id: one for one in meeting.invitees.all()}
    note = Note.objects.filter(section__board__meeting=meeting).exclude(author=None).first()
    aino = (note and note.author) or live.cast.aino
    invitee = invitees.get(aino.pk, live.invitee)
    seat = SurveyInvitee.objects.filter(survey__meeting=meeting, member=aino).first()
    objects = live.objects | {
        "season": meeting.season_id,
        "meeting": meeting.pk,
        "invitee": invitee.pk,
        "member": live.cast.outi.pk,
        "note": note.pk if note else None,
        "material": None,
        "meetings:answer.token": factories.answer_token(invitee),
        "feedback:form.token": factories.feedback_token(seat) if seat else None,
        "survey": seat.survey_id if seat else None,
        "clubs:join.token": factories.join_token(aino),
    }
    group = meeting.host_group or WorkGroup.objects.filter(season=meeting.season).first()
    host = group.places.all()[0].member if group else live.cast.leena
    cast = replace(live.cast, meeting=meeting, aino=aino, leena=host)
    return World(cast=cast, objects=objects, foreign={}, invitee=invitee)


def empty_world(live: World) -> World:
    """A club with its facilitator and one member, and links that lead nowhere."""
    club = factories.make_club("Tyhjä klubi", place="")
    outi = factories.make_facilitator(club, "Tyyne", "Tyhjä")
    aino = factories.make_member(club, "Yksi", "Jäsen")
    cast = replace(live.cast, club=club, outi=outi, aino=aino)
    nothing: dict[str, Any] = dict.fromkeys(live.objects)
    links = {key: "ei:ole" for key in nothing if key.endswith("token")}
    return World(
        cast=cast, objects=nothing | links | {"club": club.pk}, foreign={}, invitee=live.invitee
    )


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Yield the name and path of everything that exists in the stage."""
    for name in sorted(ROWS):
        try:
            yield name, world.address(name)
        except NoReverseMatch:
            continue


def visits(*, is_whole: bool) -> Iterator[Visit]:
    """Yield the tour; unless it is whole, without pages whose kinds of elements were all seen at the same address.

    What stands around the main part is the same everywhere and need be seen once.
    """
    seen: dict[str, set[tuple[str, str]]] = {}
    seen_around: set[tuple[str, str]] = set()
    done: set[tuple[str, str]] = set()
    stages = dict(worlds())
    for stage, world in stages.items():
        world.open_sessions()
        for reader in READERS:
            client = world.client(reader)
            for name, path in addresses(world):
                key = (str(world.person(reader) or reader), path)
                if not is_visited(name, reader) or key in done:
                    continue
                done.add(key)
                # A link that has run out has a page too; anything else that is missing has none of its own.
                shapes = shapes_of(client, path, is_link=name in LINKS)
                known = seen.setdefault(name, set())
                is_new = bool(shapes.found - known or shapes.around - seen_around)
                if is_new or (is_whole and shapes.found):
                    known |= shapes.found
                    seen_around |= shapes.around
                    yield Visit(name, reader, stage, path, session_of(client))
    yield from errors(stages["live"])
    yield from emptied(stages["live"])


def errors(world: World) -> Iterator[Visit]:
    """Yield the error pages."""
    member = session_of(world.client("member"))
    yield Visit("404", "anonymous", "error", "/tyhjyys/", "")
    yield Visit("404", "member", "error", "/tyhjyys/", member)
    yield Visit("403", "member", "error", world.address("clubs:people"), member)


def emptied(world: World) -> Iterator[Visit]:
    """Yield the page for a mailed code, which only a sign-in leads to, and forms to be sent empty."""
    waiting = Client()
    waiting.post(reverse("account_login"), {"login": "tuntematon@example.org"})
    code = "account_confirm_login_code"
    yield Visit(code, "anonymous", "waiting", reverse(code), session_of(waiting))
    for name, reader in EMPTIED.items():
        client = waiting if name == code else world.client(reader)
        yield Visit(name, reader, "emptied", world.address(name), session_of(client))


def session_of(client: Client) -> str:
    """Return the key of the client's session."""
    return client.cookies["sessionid"].value if "sessionid" in client.cookies else ""


def shapes_of(client: Client, path: str, *, is_link: bool) -> Shapes:
    """Return the kinds of elements on the page; none where there is no whole page."""
    response = client.get(path)
    assert response.status_code < 500, path
    is_found = response.status_code == 200 or (is_link and response.status_code >= 400)
    is_page = is_found and b"<html" in response.content
    return Shapes(response.content.decode() if is_page else "")


def tell(*, is_whole: bool) -> None:
    """Print the tour as JSON."""
    sys.stdout.write(json.dumps([asdict(visit) for visit in visits(is_whole=is_whole)]))
