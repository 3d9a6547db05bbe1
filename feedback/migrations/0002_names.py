"""The words by which people read of these tables. No table changes."""

from django.db import migrations

# Read as one step: each of its own would have Django put all tables together anew.
NAMES = {
    'question': {'ordering': ['position'], 'verbose_name': 'survey question', 'verbose_name_plural': 'survey questions'},
    'survey': {'ordering': ['opens_at'], 'verbose_name': 'survey', 'verbose_name_plural': 'surveys'},
}


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterModelOptions(name, options) for name, options in NAMES.items()],
        ),
    ]
