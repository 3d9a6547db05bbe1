"""Choices that are drawn as buttons: a scale of numbers, a row of segments."""

from typing import Any

from django import forms
from django.utils.functional import Promise


class Segments(forms.RadioSelect):
    """A few short choices side by side; they wrap where they do not fit."""

    template_name = "vertaisklubi/segments.html"


class Scale(forms.RadioSelect):
    """Numbers 1–5 (or as many as the field has) as a row of large buttons, with words at both ends."""

    template_name = "vertaisklubi/scale.html"

    def __init__(
        self,
        *,
        low: str | Promise = "",
        high: str | Promise = "",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.low = low
        self.high = high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The usual context and the words of both ends."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(low=self.low, high=self.high)
        groups = context["widget"]["optgroups"]
        for words, (_group, options, _index) in ((self.low, groups[0]), (self.high, groups[-1])):
            for option in options if words else ():
                option["label"] = f"{option['value']}, {words}"
        return context
