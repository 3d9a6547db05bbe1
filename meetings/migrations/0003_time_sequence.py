from django.db import migrations, models
from django.db.models import F


def take_the_present(apps, schema_editor):
    """Which SEQUENCE brought the present time was not kept before: the newest one is on the safe side."""
    meetings = apps.get_model("meetings", "Meeting").objects
    meetings.filter(time_revision__gt=0).update(time_sequence=F("sequence"))


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='time_sequence',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(take_the_present, migrations.RunPython.noop),
    ]
