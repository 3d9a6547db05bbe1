"""The club's wall, its memos and its idea bank."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from boards.notices import NOTICES
from ui.notices import register


class BoardsConfig(AppConfig):
    """Boards, memos, ideas."""

    name = "boards"
    verbose_name = _("Boards")

    def ready(self) -> None:
        """Register the notices of our pages, the memo's letters, and what notes remember of people who are merged."""
        from boards import letters
        from boards.services.doubles import move_kept_owners
        from clubs.registry import register_merging

        register(NOTICES)
        letters.register()
        register_merging(move_kept_owners)
