"""Boards and memos for site admins: that they are there and how they stand. What people wrote on them is the club's."""

from django.contrib import admin

from boards.models import Board, Comment, Memo, MemoSection, Note, Review, Section
from ui.admin import IsThere, ListedOnly, LookedAt

ONLY_CLUBS = admin.RelatedOnlyFieldListFilter


@admin.register(Board)
class BoardAdmin(LookedAt):
    """Which meetings have a board, and which are closed."""

    list_display = ("meeting", "meeting__season__club", "seq", "created_at", "frozen_at")
    list_filter = (("frozen_at", IsThere), ("meeting__season__club", ONLY_CLUBS))
    list_select_related = ("meeting__season__club",)
    search_fields = ("meeting__title", "meeting__season__club__name")
    date_hierarchy = "created_at"


@admin.register(Section)
class SectionAdmin(LookedAt):
    """The sections of boards."""

    list_display = ("board", "kind", "title", "position")
    list_filter = ("kind", ("board__meeting__season__club", ONLY_CLUBS))
    list_select_related = ("board__meeting",)
    search_fields = ("title", "board__meeting__title")


@admin.register(Note)
class NoteAdmin(ListedOnly):
    """How many notes there are, in which state and whose; an anonymous one has no author anywhere."""

    list_display = (
        *("section__board__meeting", "section", "raised_as", "author", "is_anonymous"),
        *("state", "deleted_at"),
    )
    list_filter = (
        *("state", "is_anonymous", ("deleted_at", IsThere)),
        ("section__board__meeting__season__club", ONLY_CLUBS),
    )
    list_select_related = ("section__board__meeting", "author")
    search_fields = (
        *("author__last_name", "author__first_name", "section__board__meeting__title"),
    )


@admin.register(Comment)
class CommentAdmin(ListedOnly):
    """How many comments there are, and whose."""

    list_display = ("note__section__board__meeting", "author", "is_anonymous", "deleted_at")
    list_filter = (
        *("is_anonymous", ("deleted_at", IsThere)),
        ("note__section__board__meeting__season__club", ONLY_CLUBS),
    )
    list_select_related = ("note__section__board__meeting", "author")
    search_fields = (
        *("author__last_name", "author__first_name", "note__section__board__meeting__title"),
    )


@admin.register(Review)
class ReviewAdmin(ListedOnly):
    """Which meeting looked at things agreed earlier, and what it said."""

    list_display = ("board__meeting", "agreed_thing__meeting", "outcome")
    list_filter = ("outcome", ("board__meeting__season__club", ONLY_CLUBS))
    list_select_related = ("board__meeting", "agreed_thing__meeting")
    search_fields = ("board__meeting__title",)


@admin.register(Memo)
class MemoAdmin(LookedAt):
    """Memos and when they were sent."""

    list_display = ("meeting", "meeting__season__club", "version", "saved_at", "sent_at")
    list_filter = (("sent_at", IsThere), ("meeting__season__club", ONLY_CLUBS))
    list_select_related = ("meeting__season__club",)
    search_fields = ("meeting__title", "meeting__season__club__name")
    date_hierarchy = "saved_at"
    exclude = ("opening",)


@admin.register(MemoSection)
class MemoSectionAdmin(ListedOnly):
    """The parts of memos."""

    list_display = ("memo__meeting", "kind", "title", "position")
    list_filter = ("kind", ("memo__meeting__season__club", ONLY_CLUBS))
    list_select_related = ("memo__meeting",)
    search_fields = ("title", "memo__meeting__title")
