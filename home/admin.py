"""Letters, the way out, bounced addresses and the logs, for site admins.

They are here and not in ``outbox`` and ``audit``, which know neither clubs nor people: a list of plain keys helps
nobody. Letters' texts hold personal links and are not shown.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.models import Entry
from clubs.letterhead import club_of, scope_of
from clubs.models import Club
from home.letterlog import KINDS
from home.services import let_address, open_channel, send_anew, stop_channel
from outbox.models import Channel, Message, State, Suppression
from ui.admin import IsThere, LookedAt, names_by_key


class ClubFilter(admin.SimpleListFilter):
    """Rows of one club, in tables that name clubs by plain keys."""

    title = pgettext_lazy("column", "Club")
    parameter_name = "club"
    key_of: Callable[[UUID], str]
    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every club."""
        return [(str(club.pk), club.name) for club in Club.objects.only("name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen club."""
        chosen = dict(self.lookup_choices).keys() & {self.value()}
        return queryset.filter(**{self.column: self.named(chosen.pop())}) if chosen else queryset

    def named(self, key: str) -> str:
        """How the table names the club."""
        return key


class ClubOfLetterFilter(ClubFilter):
    """Letters name their club by a scope."""

    column = "scope"

    def named(self, key: str) -> str:
        """As the letters of clubs do."""
        return scope_of(UUID(key))


class ClubOfEntryFilter(ClubFilter):
    """The log names the club by its key."""

    column = "club"


class Named(LookedAt):
    """Rows that name clubs and accounts by plain keys: a list reads the names of those on it, in two queries."""

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, each row with ``club_name`` and ``actor_name``."""
        page = super().get_changelist_instance(request)
        rows: Iterable[Any] = page.result_list
        keys = [(self.club_key(row), self.actor_key(row)) for row in rows]
        clubs = names_by_key(Club.objects.filter(pk__in=as_keys(club for club, _actor in keys)))
        users = names_by_key(User.objects.filter(pk__in=as_keys(actor for _club, actor in keys)))
        for row, (club, actor) in zip(rows, keys, strict=True):
            row.club_name, row.actor_name = clubs.get(club, ""), users.get(actor, actor)
        return page

    def club_key(self, row: Any) -> str:
        """The key of the row's club."""
        raise NotImplementedError

    def actor_key(self, row: Any) -> str:
        """The key of the account that did it."""
        raise NotImplementedError

    @admin.display(description=pgettext_lazy("column", "Club"))
    def of_club(self, row: Any) -> str:
        """The club, while there is one."""
        return str(row.club_name)

    @admin.display(description=pgettext_lazy("column", "Who"))
    def by_whom(self, row: Any) -> str:
        """Who did it: a name while the account is there, the bare key afterwards."""
        return str(row.actor_name)


def as_keys(given: Iterable[str]) -> set[UUID]:
    """Those that are keys of rows; the log also names programs."""
    found = set()
    for key in given:
        try:
            found.add(UUID(key))
        except ValueError:
            continue
    return found


class StateFilter(admin.ChoicesFieldListFilter):
    """Where a letter is. Facilitators read four words for the eight states; here each has its name beside the word."""

    def choices(self, changelist: Any) -> Any:
        """All, and every state."""
        names = ["", *State.values]
        for name, choice in zip(names, super().choices(changelist), strict=True):
            yield {
                **choice,
                "display": f"{choice['display']} ({name})" if name else choice["display"],
            }


class KindFilter(admin.AllValuesFieldListFilter):
    """The kind of a letter, in words with its name beside."""

    def choices(self, changelist: Any) -> Any:
        """All, and every kind of which there is a letter."""
        for choice in super().choices(changelist):
            kind = str(choice["display"]).partition(" ")[0]
            word = KINDS.get(kind)
            yield {**choice, "display": f"{word} ({choice['display']})"} if word else choice


@admin.register(Message)
class MessageAdmin(Named):
    """Where letters are and why; their bodies hold personal links and are not shown."""

    list_display = (
        *("created_at", "kind_name", "to_name", "to_email", "of_club", "state_name", "reason"),
        *("tries", "next_at", "sent_at"),
    )
    list_filter = (("state", StateFilter), "reason", ("kind", KindFilter), ClubOfLetterFilter)
    search_fields = ("to_email", "to_name", "topic", "message_id")
    date_hierarchy = "created_at"
    exclude = (
        *(
            "key",
            "person",
            "subject",
            "text",
            "html",
            "calendar",
            "headers",
            "claimed_by",
            "lease_until",
        ),
    )
    actions = ("send_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Letters without what is in them."""
        return Message.objects.without_content().order_by("-created_at")

    def club_key(self, row: Message) -> str:
        """The club in whose name it went."""
        return club_of(row.scope)

    def actor_key(self, row: Message) -> str:
        """Nobody: letters are the club's."""
        return ""

    @admin.display(description=pgettext_lazy("column", "Letter"), ordering="kind")
    def kind_name(self, row: Message) -> str:
        """What kind of letter it is, in words."""
        return str(KINDS.get(row.kind, row.kind))

    @admin.display(description=pgettext_lazy("column", "State"), ordering="state")
    def state_name(self, row: Message) -> str:
        """The word and the name of the state."""
        return f"{row.get_state_display()} ({row.state})"

    def row_name(self, row: Message) -> str:
        """The kind and the recipient."""
        return f"{self.kind_name(row)}: {row.to_name or row.to_email}"

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, rows: QuerySet[Message]) -> HttpResponse:
        """Have letters written anew that did not get through."""
        user: Any = request.user
        question = _(
            "These people get the letter once more, with what is true now. Letters that got through are left alone."
        )
        return self.ask_then_do(
            request, rows, question=question, do=lambda row: send_anew(message=row, by=user)
        )


@admin.register(Channel)
class ChannelAdmin(LookedAt):
    """Whether letters leave."""

    list_display = (
        *("state", "paused_at", "pause_reason", "pause_detail", "probe_at", "failures"),
        "marked_at",
    )
    exclude = ("is_only", "paused_by")
    actions = ("pause", "resume")

    @admin.display(description=pgettext_lazy("column", "State"))
    def state(self, row: Channel) -> str:
        """Open or paused, in a word."""
        return str(_("Sending is paused") if row.is_paused else _("Letters are leaving"))

    def row_name(self, row: Channel) -> str:
        """As in the list."""
        return self.state(row)

    @admin.action(description=_("Pause sending"))
    def pause(self, request: HttpRequest, rows: QuerySet[Channel]) -> HttpResponse:
        """Let nothing leave."""
        user: Any = request.user
        question = _(
            "No letter of any club leaves until sending is resumed. Letters wait and lose nothing but time."
        )
        return self.ask_then_do(
            request, rows, question=question, do=lambda _row: stop_channel(by=user)
        )

    @admin.action(description=_("Resume sending"))
    def resume(self, request: HttpRequest, rows: QuerySet[Channel]) -> HttpResponse:
        """Let letters leave again."""
        user: Any = request.user
        question = _("Letters that wait leave at once; those that have become too late do not.")
        return self.ask_then_do(
            request, rows, question=question, do=lambda _row: open_channel(by=user)
        )


@admin.register(Suppression)
class SuppressionAdmin(LookedAt):
    """Addresses from which mail came back."""

    list_display = ("address", "reason", "detail", "since", "cleared_at")
    list_filter = (("cleared_at", IsThere), "reason")
    search_fields = ("address",)
    date_hierarchy = "since"
    exclude = ("cleared_by",)
    ordering = ("-since",)
    actions = ("clear",)

    def row_name(self, row: Suppression) -> str:
        """The address."""
        return row.address

    @admin.action(description=_("Mail may go to the address again"))
    def clear(self, request: HttpRequest, rows: QuerySet[Suppression]) -> HttpResponse:
        """Say that addresses work again."""
        user: Any = request.user
        question = _("Letters go to these addresses again, from the next one on.")
        return self.ask_then_do(
            request, rows, question=question, do=lambda row: let_address(suppression=row, by=user)
        )


@admin.register(Entry)
class EntryAdmin(Named):
    """Who did what and when."""

    list_display = ("at", "by_whom", "action", "of_club", "object", "detail")
    list_filter = ("action", ClubOfEntryFilter)
    search_fields = ("actor", "object", "detail")
    date_hierarchy = "at"

    def club_key(self, row: Entry) -> str:
        """The club in which it was done."""
        return row.club

    def actor_key(self, row: Entry) -> str:
        """The account that did it."""
        return row.actor


@admin.register(LogEntry)
class LogEntryAdmin(LookedAt):
    """What was changed in the admin itself: rights of accounts, and nothing else."""

    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag")
    list_filter = ("action_flag", "content_type")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message", "user__last_name")
    date_hierarchy = "action_time"
