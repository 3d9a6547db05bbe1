"""``manage.py repeat_draw <id>``: draw again from what is stored, and say whether the pairs are the same."""

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from clubs.models import Draw
from meetings.services.drawing import repeats

SAME, DIFFERENT, UNKNOWN = 0, 1, 2


class Command(BaseCommand):
    """Writes nothing. Exit status 0: the same, 1: not the same, 2: no such draw, or an earlier method of drawing."""

    help = "Repeat a draw from its stored inputs and seed, and compare the outcome (status 0 same, 1 not, 2 unknown)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "draw", help="The id of the draw, or the draw number that its page shows."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        draws = _draws(options["draw"])
        if len(draws) != 1:
            self._end(
                UNKNOWN, "There is no such draw." if not draws else "Several draws: give the id."
            )
        draw = draws[0]
        same = repeats(draw)
        name = f"Draw {draw.pk} (method {draw.method}, seed {draw.seed})"
        if same is None:
            self._end(UNKNOWN, f"{name} was made with an earlier method and cannot be repeated.")
        if not same:
            self._end(DIFFERENT, f"{name} gives other pairs than those stored.")
        self.stdout.write(f"{name} gives the same pairs.")

    def _end(self, status: int, words: str) -> None:
        self.stderr.write(words)
        sys.exit(status)


def _draws(wanted: str) -> list[Draw]:
    try:
        return list(Draw.objects.filter(pk=UUID(wanted)))
    except ValueError:
        return list(Draw.objects.filter(seed__startswith=wanted)[:2]) if len(wanted) >= 6 else []
