"""The season's invitation: all its dates in one letter, answered on one page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url
from clubs.links import sign
from clubs.models import Member, Season
from meetings import kinds
from meetings.letters.copies import copy_of
from meetings.letters.desk import join_url
from meetings.models import Meeting, SeasonInvitation
from meetings.path import hosts_at_hand, with_hosts
from meetings.themes_shown import ShownThemes, themes_of
from meetings.wording import join_names
from outbox.rendering import Rendered
from outbox.services import Letter
from outbox.stencils import Stencils, Words
from ui.dates import format_day, format_when

USEFUL_FOR = dt.timedelta(hours=72)


def season_letters(
    *,
    season: Season,
    invitations: Sequence[SeasonInvitation],
    sender: Member,
    now: dt.datetime,
    resend_of: Mapping[str, UUID] | None = None,
    link: str = "",
) -> list[Letter]:
    """The season's invitation for each of these people (with ``member__user`` at hand).

    ``resend_of`` names, by person, the earlier letter that did not get through; ``link`` takes the place of every
    personal link.
    """
    desk = SeasonDesk.of(season, sender, now, link)
    earlier = resend_of or {}
    return [desk.write(one, earlier.get(str(one.member_id))) for one in invitations]


def preview_season(
    *, season: Season, reader: Member, sender: Member, language: str, now: dt.datetime, link: str
) -> Rendered:
    """The letter as ``reader`` would get it in ``language``, every link of its own replaced by ``link``."""
    seat = SeasonInvitation(season=season, member=reader)
    return SeasonDesk.of(season, sender, now, link=link).words(seat, language)


def season_copy(
    *, season: Season, reader: Member, sender: Member, language: str, now: dt.datetime
) -> Letter:
    """The previewed letter to the sender: its links lead to the season, not to anybody's answers."""
    page = settings.BASE_URL + reverse("meetings:season", args=[season.pk])
    words = preview_season(
        season=season, reader=reader, sender=sender, language=language, now=now, link=page
    )
    return copy_of(words, club=season.club, sender=sender, language=language, now=now)


@dataclass(frozen=True)
class SeasonDesk:
    """Writes the letters of one season in the name of one sender. With ``link`` nothing in them is personal."""

    season: Season
    meetings: Sequence[Meeting]
    themes: Mapping[UUID, ShownThemes]
    sender: Member
    now: dt.datetime
    link: str = ""
    # By language: what all letters see alike.
    _alike: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)
    _stencils: Stencils = field(default_factory=Stencils, init=False, repr=False)

    @classmethod
    def of(cls, season: Season, sender: Member, now: dt.datetime, link: str = "") -> "SeasonDesk":
        """Read what all letters of the season say alike, in the same number of queries for any number of people."""
        meetings = list(with_hosts(coming_meetings(season, now)))
        return cls(season, meetings, themes_of(meetings), sender, now, link)

    def write(self, invitation: SeasonInvitation, resend_of: UUID | None) -> Letter:
        """One letter to one person."""
        member = invitation.member
        language = member.mail_language
        words = self.words(invitation, language)
        return Letter(
            key=kinds.season_key(invitation),
            kind=kinds.SEASON,
            topic=kinds.season_topic(self.season),
            scope=scope_of(self.season.club_id),
            person=str(member.pk),
            to_email=member.email,
            to_name=member.full_name,
            language=language,
            sender_name=sender_name(self.sender, self.season.club),
            reply_to=self.sender.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            thread=f"season-{self.season.pk}-{member.pk}",
            deadline=min(self.now + USEFUL_FOR, self.meetings[-1].starts_at),
            resend_of=resend_of,
        )

    def words(self, invitation: SeasonInvitation, language: str) -> Rendered:
        """The words of the letter in one language."""
        return self._stencils.render(
            "meetings/season", self._context, own=self._own_words(invitation), language=language
        )

    def _own_words(self, invitation: SeasonInvitation) -> dict[str, str]:
        """What no other reader's letter says: the name, and the links that act for the person."""
        page = reverse(
            "meetings:season-answer", args=[sign("season", invitation.pk, invitation.generation)]
        )
        return {
            "first_name": invitation.member.first_name,
            "url": self.link or settings.BASE_URL + page,
            "join_url": join_url(invitation.member, self.link),
            "choices_url": self.link or choices_url(invitation.member),
        }

    def _context(self, own: Words) -> dict[str, Any]:
        """What the templates see, with these words as the person's own; the language of the person is active."""
        language = translation.get_language()
        if language not in self._alike:
            self._alike[language] = self._seen_by_all()
        return {**self._alike[language], **own}

    def _seen_by_all(self) -> dict[str, Any]:
        cross = next(iter(self.themes.values()), ShownThemes()).crossing
        return {
            "heading": self.season.name,
            "club_name": self.season.club.name,
            "season_name": self.season.name,
            "purpose": self.season.club.purpose,
            "first_day": format_day(self.meetings[0].starts_at, year=False),
            "last_day": format_day(self.meetings[-1].starts_at),
            "dates": [self._row(meeting) for meeting in self.meetings],
            "themes": ", ".join(theme.name for theme in cross),
            "sender": self.sender.full_name,
        }

    def _row(self, meeting: Meeting) -> dict[str, str]:
        """One date: what it is about, and which pair hosts it."""
        hosts = join_names([host.full_name for host in hosts_at_hand(meeting)])
        themes = ", ".join(theme.name for theme in self.themes[meeting.pk].own)
        about = meeting.title or themes
        pair = _("Host pair: %(names)s") % {"names": hosts} if hosts else ""
        return {
            "title": format_when(meeting.starts_at, meeting.ends_at),
            "sub": " · ".join(filter(None, [about, pair])),
        }


def coming_meetings(season: Season, now: dt.datetime) -> QuerySet[Meeting]:
    """The season's meetings that are still to be held, in the order of their dates."""
    coming = season.meetings.filter(starts_at__gt=now, cancelled_at__isnull=True)
    return coming.select_related("season").order_by("starts_at")
