"""What the style guide shows: made-up people and days, and forms in each of their states."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.utils.translation import gettext_lazy as _

from ui.dates import HELSINKI, format_day
from ui.forms import ClockField, DayField, PlainField, UiForm
from ui.widgets import Scale, Segments

STARTS_AT = datetime(2022, 10, 11, 9, tzinfo=HELSINKI)
ENDS_AT = datetime(2022, 10, 11, 12, tzinfo=HELSINKI)
SEATS = "LH host,AK none me,PS yes,SN yes,JR yes,HK yes,ML none,TV host,MP yes,VM yes,KO no,AH maybe,RS yes,ET none"
MINUTES = (10, 20, 25, 15, 60, 30, 15, 5)
BREAK, CURRENT = 3, 4
THEMES = (
    ("2022-09-13", "Oppiva organisaatio: virheestä opiksi", "Sari Nieminen", "Jukka Rautio"),
    ("2022-10-11", "Luotsimalli: muutos kuuluu kaikille", "Leena Harju", "Timo Virta"),
    ("2022-11-22", "Etätyö ja etäjohtaminen", "Aino Kettunen", "Petri Salonen"),
    ("2023-01-17", "Itseohjautuvien tiimien johtaminen", "Hanna Koskela", "Mikael Lindholm"),
    ("2023-02-14", "Hyvinvoiva johtaja", "Marja Peltola", "Ville Mattila"),
    ("2023-03-21", "Hyvinvoinnin johtaminen", "Katariina Ojala", "Antti Heikkinen"),
    (
        "2023-04-25",
        "Paineistetut ja vaativat johtamistilanteet",
        "Riikka Saarinen",
        "Eero Tuominen",
    ),
)
CHOICES = [
    ("goal", _("Goal")),
    ("idea", _("Idea")),
    ("agree", _("Thing agreed")),
    ("ask", _("Question")),
]


class SampleForm(UiForm):
    """One field of each kind."""

    day = DayField(
        label=_("Day"), help_text=_("For example 13.9.2022 or 13.9."), today=date(2022, 8, 1)
    )
    starts = ClockField(label=_("Starts at"))
    place = PlainField(label=_("Place"), max_length=20, required=False)
    section = forms.ChoiceField(label=_("Section"), choices=CHOICES)
    text = PlainField(label=_("Text"), rows=3, required=False)
    useful = forms.ChoiceField(
        label=_("The meeting was useful to me"),
        choices=[(str(number), str(number)) for number in range(1, 6)],
        widget=Scale(low=_("strongly disagree"), high=_("strongly agree")),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CHOICES, widget=Segments)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("fi", "suomi"), ("sv", "svenska")], widget=forms.RadioSelect
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymously"), help_text=_("Your name is not stored."), required=False
    )


def sprite_names() -> list[str]:
    """The names of all pictures in the sprite."""
    sprite = finders.find("img/icons.svg")
    assert isinstance(sprite, str)
    return re.findall(r'<symbol id="([\w-]+)"', Path(sprite).read_text(encoding="utf-8"))


def _seats(words: str) -> list[dict[str, Any]]:
    return [
        {"initials": parts[0], "state": parts[1], "is_me": "me" in parts[2:]}
        for parts in (seat.split() for seat in words.split(","))
    ]


def _agenda(current: int | None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for number, minutes in enumerate(MINUTES):
        state = "brk" if number == BREAK else ""
        if current is not None:
            state = "done" if number < current else "now" if number == current else state
        items.append({"minutes": minutes, "state": state, "share": 0.36})
    return items


def _season() -> list[dict[str, Any]]:
    tags = {
        1: [{"kind": "yes", "icon": "check", "label": _("Memo")}],
        2: [{"kind": "maybe", "icon": "question", "label": _("No answer yet")}],
        3: [{"kind": "me", "label": _("Your turn")}],
    }
    return [
        {
            "number": number,
            "day": format_day(date.fromisoformat(day)),
            "title": title,
            "url": "#path",
            "hosts": hosts,
            "state": {1: "done", 2: "now"}.get(number, ""),
            "tags": tags.get(number, []),
        }
        for number, (day, title, *hosts) in enumerate(THEMES, start=1)
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": _("Time"), "value": format_day(STARTS_AT), "small": "klo 9–12"},
        {"label": _("Place"), "value": "Kampus Koivu", "small": "tila B214"},
        {"label": _("Host pair"), "value": "Leena Harju", "small": "Timo Virta", "wide": True},
        {"label": _("Facilitator"), "value": "Outi Mäkelä"},
    ]


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "kind": "alert",
            "icon": "alert",
            "title": _("The invitation did not arrive"),
            "why": _("The address does not exist. Mend it, and the invitation leaves again."),
            "url": "#tasks",
            "action": _("Mend the address"),
        },
        {
            "kind": "idea",
            "icon": "clock",
            "title": _("The agenda lacks 15 minutes"),
            "why": "165/180 min",
            "url": "#tasks",
            "action": _("Complete the agenda"),
        },
    ]


def context() -> dict[str, Any]:
    """The samples of every component."""
    wrong = SampleForm(
        {"day": "31.2.2022", "starts": "25", "place": "Kampus Koivu, tila B214 ja aula"}
    )
    crowd = ",".join(
        f"{letter}{letter} {state}" for letter in "ABCDEFGHIJ" for state in ("yes", "none", "maybe")
    )
    return {
        "starts_at": STARTS_AT,
        "ends_at": ENDS_AT,
        "seats": _seats(SEATS),
        "crowd": _seats(crowd),
        "agenda": _agenda(None),
        "agenda_now": _agenda(CURRENT),
        "agenda_short": [*_agenda(None)[:5], {"minutes": 30, "state": "gap"}],
        "season": _season(),
        "counts": [0, 1, 1, 4, 7],
        "facts": _facts(),
        "tasks": _tasks(),
        "form": SampleForm(auto_id="empty_%s"),
        "wrong": wrong,
        "icons": sprite_names(),
    }
