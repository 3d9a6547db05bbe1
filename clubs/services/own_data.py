"""What clubs do when a person changes their name or asks for their data (see ``accounts.registry``)."""

from accounts.models import User
from clubs.models import Member


def rename_member(user: User) -> None:
    """Copy a person's new name to their memberships."""
    Member.objects.filter(user=user).update(first_name=user.first_name, last_name=user.last_name)


def export_memberships(user: User) -> dict[str, list[dict[str, str]]]:
    """What clubs keep of a person, ready for JSON."""
    rows = Member.objects.filter(user=user).select_related("club").order_by("created_at")
    return {
        "memberships": [
            {
                "club": row.club.name,
                "email": row.email,
                "role": row.role,
                "unit": row.unit,
                "job_title": row.job_title,
                "refused_letters": ", ".join(row.muted_letters),
                "new_in_role": "yes" if row.is_new_in_role else "no",
                "joined_at": row.joined_at.isoformat() if row.joined_at else "",
                "left_at": row.left_at.isoformat() if row.left_at else "",
            }
            for row in rows
        ]
    }
