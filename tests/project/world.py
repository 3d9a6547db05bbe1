"""One club with something behind every address, an equal one beside it, and everybody who may ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from clubs.models import Club, Member
from meetings.models import Invitee, Meeting
from tests import factories
from tests.cast import Cast, make_cast, user_of
from tests.project.rights import ROLES
from tests.project.watch import Watch, digest


@dataclass(frozen=True)
class Visit:
    """What came of everybody's GET of one address: each role's answer, and whether anything was written."""

    answers: dict[str, Any]
    writes: list[str]
    is_unchanged: bool


@dataclass(frozen=True)
class World:
    """The cast's club and all that it has; `foreign` is the same of the other club."""

    cast: Cast
    objects: dict[str, Any]
    foreign: dict[str, Any]
    invitee: Invitee
    sessions: dict[str, str] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """Return a browser of somebody in the role; everybody's session is made once."""
        client = Client()
        client.raise_request_exception = False
        if key := self.sessions.get(role):
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client

    def open_sessions(self) -> None:
        """Sign everybody in, and let the link holder in by the link."""
        for role in ROLES:
            if person := self.person(role):
                client = Client()
                client.force_login(user_of(person))
                self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        session = SessionStore()
        session["links"] = {str(self.invitee.meeting_id): factories.answer_token(self.invitee)}
        session.save()
        self.sessions["link"] = session.session_key or ""

    def person(self, role: str) -> Member | User | None:
        """Return who stands in the role; nobody signed in for the first two."""
        cast = self.cast
        people: dict[str, Member | User] = {
            "member": cast.aino, "host": cast.leena, "ex": cast.eero, "other": cast.ulla,
            "facilitator": cast.outi, "admin": cast.admin, "nobody": cast.zaida,
        }  # fmt: skip
        return people.get(role)

    def visit(self, name: str) -> Visit:
        """Return what everybody's GET of an address gives; asked once for all the tests of a file."""
        if name not in self.visits:
            path, watch = self.address(name), Watch()
            with taken_back():
                clients = {role: self.client(role) for role in ROLES}
                before = digest()
                with connection.execute_wrapper(watch):
                    answers = {role: client.get(path) for role, client in clients.items()}
                self.visits[name] = Visit(answers, watch.writes, digest() == before)
        return self.visits[name]

    def address(self, name: str, **changes: Any) -> str:
        """Return the path of a URL name with this world's own objects behind it."""
        wanted = kwargs_of(name)
        values = {key: self.value(name, key) for key in wanted}
        return reverse(name, kwargs={**values, **changes})

    def value(self, name: str, key: str) -> Any:
        """Return what stands in the address for one of its parts."""
        return (
            self.objects[f"{name}.{key}"] if f"{name}.{key}" in self.objects else self.objects[key]
        )


def furnish(club: Club, meeting: Meeting, member: Member, invitee: Invitee) -> dict[str, Any]:
    """Put one of everything into a club; return the keys as they stand in addresses."""
    board = factories.make_board(meeting)
    earlier = factories.make_meeting(meeting.season, days=-21)
    memo = factories.make_memo(meeting)
    survey = factories.make_survey(meeting)
    season_survey = factories.make_survey(season=meeting.season)
    seat = survey.invitees.get(member=member)
    note = factories.make_note(board, author=member)
    return {
        "club": club.pk,
        "season": meeting.season_id,
        "meeting": meeting.pk,
        "member": member.pk,
        "invitee": invitee.pk,
        "theme": factories.make_theme(club).pk,
        "item": factories.make_agenda_item(meeting).pk,
        "material": factories.make_material(meeting).pk,
        "agreed": factories.make_agreed(earlier, "Jatketaan", member).pk,
        "agreed_thing": factories.make_agreed(meeting, "Kokeillaan", member).pk,
        "note": note.pk,
        "comment": factories.make_comment(note, author=member).pk,
        "boards:note-restore.note": factories.make_note(
            board, author=member, deleted_at=timezone.now()
        ).pk,
        "memo": memo.pk,
        "survey": survey.pk,
        "season_survey": season_survey.pk,
        "question": survey.questions.all()[0].pk,
        "draw": factories.make_draw(meeting.season).pk,
        **dict.fromkeys(("letter", "secret"), "0"),
        **panel_keys(meeting),
        "feedback:form.token": factories.feedback_token(seat),
        "draft": factories.make_free_letter(club).pk,
        "message": factories.make_message(meeting, member).pk,
        "topic": f"meeting:{meeting.pk}",
        "kind": "meetings.invite",
        "step": "remind7",
        **letter_keys(meeting, member, invitee),
    }


def panel_keys(meeting: Meeting) -> dict[str, Any]:
    """Return the keys of what the panel keeps of a meeting."""
    turns = meeting.season.meetings.exclude(pk=meeting.pk).order_by("starts_at")
    return {
        "revision": factories.make_revision(meeting).pk,
        "swap": factories.make_swap(meeting, turns.reverse()[0]).pk,
    }


def letter_keys(meeting: Meeting, member: Member, invitee: Invitee) -> dict[str, Any]:
    """Return the keys in the links of a person's letters, and of a stored file."""
    return {
        "meetings:agreed-answer.token": factories.agreed_token(
            factories.make_agreed(meeting, "Muistetaan", member)
        ),
        "meetings:answer.token": factories.answer_token(invitee),
        "meetings:material-file.material": factories.make_paper(meeting).pk,
        "meetings:feed.token": factories.feed_token(user_of(member)),
        "meetings:season-answer.token": factories.season_token(meeting.season, member),
        "clubs:join.token": factories.join_token(member),
        "clubs:letter-choices.token": factories.letters_token(member),
        "clubs:unsubscribe.token": factories.letters_token(member),
        "clubs:unsubscribe.kind": "meetings.remind7",
        "token": factories.answer_token(invitee),
        **poll_keys(meeting, member),
    }


def poll_keys(meeting: Meeting, member: Member) -> dict[str, Any]:
    """Return the keys of a date poll in which the person is asked."""
    poll = factories.make_poll(meeting.season, members=[member])
    return {
        "poll": poll.pk,
        "slot": poll.slots.latest("starts_at").pk,
        "meetings:poll-answer-for.invitee": poll.invitees.get().pk,
        "meetings:poll-answer.token": factories.poll_token(poll, member),
    }


def make_world() -> World:
    """Make the two clubs."""
    cast = make_cast()
    newcomer = factories.make_member(cast.club, "Uuno", "Uusi", user=None)
    invitee = cast.meeting.invitees.get(member=cast.petri)
    other_season = factories.make_season(cast.other_club, "Toisten kausi")
    other_meeting = factories.make_meeting(other_season)
    other_invitee = factories.make_invitee(other_meeting, cast.ulla)
    objects = furnish(cast.club, cast.meeting, cast.aino, invitee)
    world = World(
        cast=cast,
        invitee=invitee,
        objects={**objects, "clubs:join.token": factories.join_token(newcomer)},
        foreign={
            **furnish(cast.other_club, other_meeting, cast.ulla, other_invitee),
            "kind": "nothing",
            "step": "nothing",
        },
    )
    world.open_sessions()
    return world


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo whatever the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every name with its pattern, namespaces in front; Django's admin is left to a test of its own."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
                yield from patterns(entry, space)
        elif entry.name:
            yield f"{prefix}{entry.name}", entry


def all_patterns() -> dict[str, URLPattern]:
    """Return every URL name of the site with its pattern."""
    return dict(patterns(get_resolver()))


def kwargs_of(name: str) -> list[str]:
    """Return the names of the parts of an address."""
    return list(all_patterns()[name].pattern.regex.groupindex)


def outcome(response: Any) -> str:
    """Return the status, and `in` where the answer is the sign-in page."""
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)
