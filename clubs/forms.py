"""Forms of a club, its pasted people, and one person."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clubs.domains import unknown_domains
from clubs.models import Club, Member
from clubs.people import normal_address
from clubs.people_csv import FileProblem, NotText, read_file
from clubs.preferences import MATTERS, Matter, wanted_codes
from clubs.services.opening import MAX_AIMS
from ui.forms import ClockField, PlainField, UiForm
from ui.widgets import Segments

AIM_LENGTH = 200
WEEKS = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?")


class WeeksField(PlainField):
    """Weeks of the year as `8–10, 42`; gives a sorted list of numbers."""

    def prepare_value(self, value: Any) -> Any:
        """A list with its neighbours as ranges; what was typed stays as it is."""
        return write_weeks(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[int]:
        """Read what was typed; raises `ValidationError` with advice."""
        text = super().clean(value)
        weeks: set[int] = set()
        for part in (part.strip() for part in re.split(r"[,;]", text)):
            if not part:
                continue
            typed = WEEKS.fullmatch(part)
            first = int(typed[1]) if typed else 0
            last = int(typed[2] or first) if typed else 0
            if not 1 <= first <= last <= 53:
                raise ValidationError(_("Write the weeks as 8–10, 42."), code="weeks")
            weeks |= set(range(first, last + 1))
        if len(weeks) > 30:
            raise ValidationError(_("Leave at least some weeks for meeting."), code="many_weeks")
        return sorted(weeks)


def write_weeks(weeks: list[int] | tuple[int, ...]) -> str:
    """`8–10, 42` for [8, 9, 10, 42]."""
    runs: list[list[int]] = []
    for week in sorted(weeks):
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def require_known_domain(address: str) -> None:
    """Raise `ValidationError` for an address whose domain surely takes no mail."""
    if unknown_domains([address.rpartition("@")[2]]):
        raise ValidationError(
            _("Check what is after the @: there is no such address on the internet."), code="domain"
        )


class ClubForm(UiForm):
    """A club's facts, and the defaults of its meetings."""

    name = PlainField(label=gettext_lazy("Name of the club"), max_length=75)
    organisation = PlainField(
        label=gettext_lazy("Education provider"), max_length=120, required=False
    )
    place = PlainField(
        label=gettext_lazy("Usual place"),
        max_length=120,
        help_text=gettext_lazy("Each meeting can be elsewhere, or by video."),
    )
    purpose = PlainField(
        label=gettext_lazy("What the club is for"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=gettext_lazy("One or two sentences that the members see on the club's page."),
    )
    starts_at = ClockField(label=gettext_lazy("Usual starting time"))
    length = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        min_value=30,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    aims = PlainField(
        label=gettext_lazy("Aims"),
        rows=5,
        required=False,
        help_text=gettext_lazy(
            "One on each line. The season's feedback asks how each of them was met."
        ),
    )
    holiday_weeks = WeeksField(
        label=gettext_lazy("Holiday weeks"),
        required=False,
        help_text=gettext_lazy(
            "Meetings and reminders are not planned for these weeks, for Christmas or for June and July."
        ),
    )

    def clean_aims(self) -> list[str]:
        """The lines that are not empty."""
        aims = list(
            dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["aims"].split("\n"))))
        )
        if len(aims) > MAX_AIMS:
            raise ValidationError(
                _("A club has at most %(limit)s aims."), code="many", params={"limit": MAX_AIMS}
            )
        for number, aim in enumerate(aims, start=1):
            if len(aim) > AIM_LENGTH:
                raise ValidationError(
                    _("Aim %(number)s is too long: at most %(limit)s characters."),
                    code="long",
                    params={"number": number, "limit": AIM_LENGTH},
                )
        return aims


class PeopleForm(UiForm):
    """The box into which people are pasted; what each line says is judged by ``clubs.people``."""

    text = forms.CharField(
        label=gettext_lazy("People to add"),
        widget=forms.Textarea(
            attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        ),
        error_messages={"required": gettext_lazy("Paste or write at least one address.")},
        max_length=200_000,
        help_text=gettext_lazy(
            "Paste straight from Outlook, or from a table with name, address, unit, title, language."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.pop("maxlength", None)


class PeopleFileForm(UiForm):
    """A file of people: what it says goes to the box, where it is seen before anything is saved."""

    file = forms.FileField(
        label=gettext_lazy("Or from a file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
        help_text=gettext_lazy("A CSV file, as Excel saves it or this page exports it."),
    )

    def clean_file(self) -> str:
        """The text of the file; raises `ValidationError` for what is no text."""
        try:
            return read_file(self.cleaned_data["file"])
        except NotText as error:
            raise ValidationError(FILE_PROBLEMS[error.problem], code=error.problem) from error


FILE_PROBLEMS = {
    FileProblem.SPREADSHEET: gettext_lazy(
        "This is an Excel or LibreOffice file. Save it as CSV first, and choose that."
    ),
    FileProblem.BINARY: gettext_lazy("This is not a text file. Save the people as CSV first."),
    FileProblem.LARGE: gettext_lazy("The file is too large: at most 1 MB."),
}


class MergeForm(UiForm):
    """To which of two addresses the letters of somebody who was there twice go."""

    email = forms.ChoiceField(
        label=gettext_lazy("Letters go to"),
        widget=Segments,
        error_messages={
            "required": gettext_lazy("Choose one of the two addresses."),
            "invalid_choice": gettext_lazy("Choose one of the two addresses."),
        },
    )

    def __init__(self, *args: Any, kept: Member, double: Member, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"email": kept.email})
        super().__init__(*args, **kwargs)
        choices = self.fields["email"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [(one.email, one.email) for one in (kept, double)]


class MemberForm(UiForm):
    """What a club knows of one person. Somebody who has joined chooses the language of letters themselves."""

    first_name = PlainField(label=gettext_lazy("First name"), max_length=75)
    last_name = PlainField(label=gettext_lazy("Last name"), max_length=75, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Write the address in full, like name@example.org.")
        },
    )
    job_title = PlainField(label=gettext_lazy("Job title"), max_length=120, required=False)
    unit = PlainField(label=gettext_lazy("Unit"), max_length=120, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=Member.Role.choices, widget=Segments
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of letters"), choices=settings.LANGUAGES, widget=Segments
    )
    is_new_in_role = forms.BooleanField(
        label=gettext_lazy("New in the role"),
        required=False,
        help_text=gettext_lazy(
            "The draw gives a new supervisor an experienced partner. Only facilitators see this."
        ),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        names = list(self.base_fields)
        kwargs.setdefault("initial", {name: getattr(member, name) for name in names})
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["email"].widget.attrs.pop("maxlength", None)
        if member.user_id is not None:
            del self.fields["language"]

    def clean_email(self) -> str:
        """The address as letters need it; raises `ValidationError` for what no letter can be sent to."""
        typed = self.cleaned_data["email"]
        address = normal_address(typed)
        if not address:
            raise ValidationError(
                _("Write the address in full, like name@example.org."), code="address"
            )
        if address != self.member.email.lower():
            require_known_domain(address)
        return address

    def clean(self) -> dict[str, Any]:
        """Keep the language of somebody who chooses it themselves."""
        cleaned = super().clean() or {}
        cleaned.setdefault("language", self.member.language)
        return cleaned


class LetterChoicesForm(UiForm):
    """Which of the letters that can be refused a person gets from one club."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Letters that come"),
        choices=[(matter.code, matter.name) for matter in MATTERS],
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"codes": wanted_codes(member)})
        super().__init__(*args, **kwargs)
        self.member = member

    @property
    def rows(self) -> list[tuple[Matter, bool]]:
        """Each matter, and whether its box is ticked."""
        ticked = self["codes"].value() or []
        return [(matter, matter.code in ticked) for matter in MATTERS]


def club_initial(club: Club | None) -> dict[str, Any]:
    """What the form of a club shows at first: the club's facts, or the defaults of a new one."""
    shown = club or Club()
    names = ("name", "organisation", "place", "purpose", "starts_at", "length", "holiday_weeks")
    initial = {name: getattr(shown, name) for name in names}
    if club is not None:
        initial["aims"] = "\n".join(aim.text for aim in club.aims.all())
    return initial
