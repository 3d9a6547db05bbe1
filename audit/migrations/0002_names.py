"""The words by which people read of these tables. No table changes."""

from django.db import migrations

# Read as one step: each of its own would have Django put all tables together anew.
NAMES = {
    'entry': {'ordering': ['-at'], 'verbose_name': 'log entry', 'verbose_name_plural': 'log entries'},
}


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterModelOptions(name, options) for name, options in NAMES.items()],
        ),
    ]
