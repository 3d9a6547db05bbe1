"""Tags and filters of every page: icons, days and times, and the small pictures."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ui import dates, figures, notices

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A picture from the sprite, hidden from screen readers; `size="l"` is twice as large."""
    classes = f"i i--{size}" if size else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


# Days and times. In a page they are elements that never break across lines; in a letter's text they are words.


def _marked(text: str, moment: date | datetime | time, autoescape: bool) -> str:
    if not autoescape:
        return text
    machine = f"{moment:%H:%M}" if isinstance(moment, time) else moment.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.filter(needs_autoescape=True)
def day(value: date | datetime | None, autoescape: bool = True) -> str:
    """`ti 11.10.2022`; for an attribute or a title add `|striptags`."""
    return _marked(dates.format_day(value), value, autoescape) if value else ""


@register.filter(needs_autoescape=True)
def day_short(value: date | datetime | None, autoescape: bool = True) -> str:
    """The day without its year, `ti 11.10.`, where the year is plain from the page."""
    return _marked(dates.format_day(value, year=False), value, autoescape) if value else ""


@register.filter(needs_autoescape=True)
def clock(value: time | datetime | None, autoescape: bool = True) -> str:
    """`klo 9`, `klo 9.30`."""
    return _marked(dates.format_span(value), value, autoescape) if value is not None else ""


@register.filter(needs_autoescape=True)
def clock_bare(value: time | datetime | None, autoescape: bool = True) -> str:
    """`9.00`, for columns of times."""
    if value is None:
        return ""
    return _marked(dates.format_time(value, minutes=True), value, autoescape)


@register.simple_tag(takes_context=True)
def span(context: Context, start: time | datetime, end: time | datetime | None = None) -> str:
    """`klo 9–12`."""
    return _marked(dates.format_span(start, end), start, context.autoescape)


@register.simple_tag(takes_context=True)
def when(context: Context, start: datetime, end: datetime | None = None, year: bool = True) -> str:
    """`ti 11.10.2022 klo 9–12`."""
    return _marked(dates.format_when(start, end, year=year), start, context.autoescape)


@register.filter
def nb(value: Any) -> SafeString:
    """Keep on one line: names in tables, `10 min`."""
    return format_html('<span class="nb">{}</span>', conditional_escape(value))


@register.filter
def initials(person: Any) -> str:
    """Two letters for a seat: `AK` for a person with names, or for a full name as text."""
    first, last = getattr(person, "first_name", ""), getattr(person, "last_name", "")
    names = [first, last] if first or last else str(person).split()
    letters = [name.strip()[:1] for name in names if name.strip()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()


@register.simple_tag(takes_context=True)
def notice(context: Context) -> str:
    """The registered sentence that the address names (`?done=saved`), else nothing."""
    request = context.get("request")
    return notices.find(request.GET.get("done", "")) if request else ""


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a field with the design's classes; whatever the form set stays.

    Of a form that asks for it (``show_hidden_initial``) what was shown first comes along, hidden.
    """
    if field.field.show_hidden_initial:
        return format_html("{}{}", _control(field), field.as_hidden(only_initial=True))
    return _control(field)


def _control(field: BoundField) -> SafeString:
    widget = field.field.widget
    if isinstance(
        widget,
        forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput,
    ):
        return field.as_widget()
    classes = f"{widget.attrs.get('class', '')} in".strip()
    return field.as_widget(attrs={"class": classes})


@register.filter
def kind(field: BoundField) -> str:
    """Which anatomy a field has: `check`, `scale`, `choices` or `line`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "line"


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says "(optional)": every field that may stay empty, but for ticks, which always may."""
    return not field.field.required and not isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def with_colon(label: str) -> str:
    """A label before what is said of it: `Nimi:`; one that ends a sentence already stays as it is."""
    return label if str(label)[-1:] in ".?:!" else f"{label}:"


@register.filter
def target(field: BoundField) -> str:
    """Id of the first control of a field, for the links of the error summary."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label


# Pictures. Each says in words what it shows, or hides from screen readers beside words that do.


def _ring_words(seats: Iterable[figures.PlacedSeat]) -> str:
    states = [seat.state for seat in seats]
    coming = states.count("yes") + states.count("host")
    maybe, away, silent = states.count("maybe"), states.count("no"), states.count("none")
    words = [ngettext("%(n)s coming", "%(n)s coming", coming) % {"n": coming}]
    if maybe:
        words.append(ngettext("%(n)s not sure yet", "%(n)s not sure yet", maybe) % {"n": maybe})
    if away:
        words.append(ngettext("%(n)s cannot come", "%(n)s cannot come", away) % {"n": away})
    if silent:
        words.append(ngettext("%(n)s no answer yet", "%(n)s no answer yet", silent) % {"n": silent})
    return ", ".join(words)


@register.inclusion_tag("components/ring.html")
def ring(
    seats: Sequence[Any], centre_number: int | str = "", centre_label: str = "", label: str = ""
) -> dict[str, Any]:
    """The table: a seat for each of `seats` (`initials`, `state`, `is_me`) around a number; `label` says it in words."""
    placed = figures.place_seats(seats)
    return {
        "seats": placed,
        "number": centre_number,
        "centre_label": centre_label,
        "label": label or _ring_words(placed),
    }


@register.inclusion_tag("components/strip.html")
def strip(items: Iterable[Any]) -> dict[str, Any]:
    """An agenda in proportion to its minutes; hidden from screen readers, since the agenda stands beside it."""
    return {"segments": figures.strip_segments(items)}


@register.inclusion_tag("components/answer_bar.html")
def answer_bar(yes: int, maybe: int, no: int, none: int) -> dict[str, Any]:
    """Answers as a stacked bar and in words."""
    counts = {"yes": yes, "maybe": maybe, "no": no, "none": none}
    return {
        "segments": figures.divide([(count, state) for state, count in counts.items()], gap=1),
        **counts,
    }


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, text: str = "") -> dict[str, Any]:
    """How much of a run is done, as a bar and in words (`Lähetetty 9/14`)."""
    share = 100 * min(done, total) / total if total else 0
    words = text or _("Sent %(done)s/%(total)s") % {"done": done, "total": total}
    return {"share": round(share, 1), "text": words}


@register.inclusion_tag("components/bars.html")
def bars(
    counts: Sequence[int],
    labels: Sequence[str] | None = None,
    title: str = "",
    tallest: int = 0,
) -> dict[str, Any]:
    """How answers fall on a scale: columns with their numbers, and the same as a table."""
    placed = figures.place_bars(counts, labels, tallest=tallest)
    words = ", ".join(f"{bar.label}: {bar.count}" for bar in placed)
    return {
        "bars": placed,
        "width": len(placed) * figures.BAR_STEP,
        "label": _("Number of answers: %(words)s") % {"words": words},
        "title": title,
    }
