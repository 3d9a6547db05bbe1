"""The words by which people read of these tables. No table changes."""

from django.db import migrations

# Read as one step: each of its own would have Django put all tables together anew.
NAMES = {
    'board': {'verbose_name': 'board', 'verbose_name_plural': 'boards'},
    'comment': {'ordering': ['created_at'], 'verbose_name': 'comment', 'verbose_name_plural': 'comments on notes'},
    'memo': {'verbose_name': 'memo', 'verbose_name_plural': 'memos'},
    'memosection': {'ordering': ['position'], 'verbose_name': 'part of a memo', 'verbose_name_plural': 'parts of memos'},
    'note': {'ordering': ['position', '-created_at'], 'verbose_name': 'note', 'verbose_name_plural': 'notes of boards'},
    'review': {'verbose_name': 'review of a thing agreed', 'verbose_name_plural': 'reviews of things agreed'},
    'section': {'ordering': ['position'], 'verbose_name': 'section of a board', 'verbose_name_plural': 'sections of boards'},
}


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterModelOptions(name, options) for name, options in NAMES.items()],
        ),
    ]
