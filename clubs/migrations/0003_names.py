"""The words by which people read of these tables. No table changes."""

from django.db import migrations

# Read as one step: each of its own would have Django put all tables together anew.
NAMES = {
    'aim': {'ordering': ['position'], 'verbose_name': 'aim', 'verbose_name_plural': 'aims'},
    'club': {'ordering': ['name'], 'verbose_name': 'club', 'verbose_name_plural': 'clubs'},
    'draw': {'ordering': ['-drawn_at'], 'verbose_name': 'draw', 'verbose_name_plural': 'draws'},
    'member': {'ordering': ['last_name', 'first_name'], 'verbose_name': 'member', 'verbose_name_plural': 'members'},
    'season': {'ordering': ['starts_on'], 'verbose_name': 'season', 'verbose_name_plural': 'seasons'},
    'workgroup': {'ordering': ['position'], 'verbose_name': 'work pair', 'verbose_name_plural': 'work pairs'},
    'workgroupmember': {'ordering': ['position'], 'verbose_name': 'place in a work pair', 'verbose_name_plural': 'places in work pairs'},
}


class Migration(migrations.Migration):

    dependencies = [
        ('clubs', '0002_letters'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterModelOptions(name, options) for name, options in NAMES.items()],
        ),
    ]
