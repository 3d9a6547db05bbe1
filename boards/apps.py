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
        """Register the notices of our pages and what the outbox asks us about the memo's letters."""
        from boards import letters

        register(NOTICES)
        letters.register()
