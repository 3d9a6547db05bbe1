"""Day and wall time typed beside each other."""

from typing import Any

from django.core.exceptions import ValidationError

from meetings.wallclock import at_wall
from ui.forms import UiForm


class MomentForm(UiForm):
    """A form with the fields ``day`` and ``clock``; ``starts_at`` is in the cleaned data where both are right."""

    def clean(self) -> dict[str, Any]:
        """Turn day and wall time into a moment; a time that the clocks skip or repeat is refused at its field."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("clock") is not None:
            try:
                cleaned["starts_at"] = at_wall(cleaned["day"], cleaned["clock"])
            except ValidationError as error:
                self.add_error("clock", error)
        return cleaned
