"""What tests of the planner's buttons post and read."""

from typing import Any

from django.utils import timezone

from clubs.models import Club, Season

RHYTHM = {
    "name": "Syyskausi 2022",
    "first_on": "13.9.2022",
    "weekday": "2",
    "starts_at": "9",
    "every_weeks": "5",
    "count": "3",
}


def new_url(club: Club, *, days: bool = False) -> str:
    return f"/clubs/{club.pk}/seasons/new/" + ("days/" if days else "")


def with_days(*days: str, **changes: str) -> dict[str, str]:
    return {**RHYTHM, **changes, **{f"day_{number}": day for number, day in enumerate(days, 1)}}


def errors_of(response: Any) -> dict[str, list[str]]:
    """The errors of both forms of the page, by field."""
    found = {**response.context["form"].errors}
    if response.context["days"]:
        found.update(response.context["days"].errors)
    return found


def proposed(response: Any) -> list[str]:
    return [row.field.value() for row in response.context["rows"]]


def season_url(season: Season, tail: str = "") -> str:
    return f"/seasons/{season.pk}/{tail}"


def data_of(season: Season, **changes: Any) -> dict[str, Any]:
    """What the page's form would post, with changes by meeting number: ``day_1="1.2.2027"``."""
    data: dict[str, Any] = {"name": season.name}
    for meeting in season.meetings.filter(invited_at=None):
        day = timezone.localtime(meeting.starts_at)
        data[f"day_{meeting.pk.hex}"] = f"{day.day}.{day.month}.{day.year}"
        data[f"title_{meeting.pk.hex}"] = meeting.title
        data[f"themes_{meeting.pk.hex}"] = [str(theme.pk) for theme in meeting.themes.all()]
    # The page says what it showed, so that a save tells what was changed.
    data |= {f"initial-{name}": value for name, value in data.items()}
    keys = {meeting.number: meeting.pk.hex for meeting in season.meetings.all()}
    for name, value in changes.items():
        field, _, number = name.partition("_")
        data[f"{field}_{keys[int(number)]}" if number else field] = value
    return data


def days_of(season: Season) -> list[str]:
    starts = season.meetings.order_by("number").values_list("starts_at", flat=True)
    return [timezone.localtime(start).strftime("%-d.%-m.%Y %-H.%M") for start in starts]


def row_errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)
