"""What boards keep of a person without a foreign key, when two rows turn out to be one person."""

from boards.models import Note
from clubs.models import Member


def move_kept_owners(kept: Member, double: Member) -> None:
    """Notes that were agreed and taken back remember their owners by key: the double's become those of who stays."""
    old, new = str(double.pk), str(kept.pk)
    notes = Note.objects.filter(section__board__meeting__season__club=kept.club_id)
    for note in notes.exclude(kept={}):
        owners = note.kept.get("owners", [])
        if old in owners:
            note.kept["owners"] = list(dict.fromkeys(new if one == old else one for one in owners))
            note.save(update_fields=["kept"])
