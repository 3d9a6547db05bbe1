from django.db import migrations, models
from django.db.models import F


def stamp_what_was_told(apps, schema_editor):
    """Entries written so far carried the moment of their letter."""
    seats = apps.get_model("meetings", "Invitee").objects
    seats.filter(invited_at__isnull=False).update(told_at=F("invited_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_time_sequence'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitee',
            name='told_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='invitee',
            name='told_length',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(stamp_what_was_told, migrations.RunPython.noop),
    ]
