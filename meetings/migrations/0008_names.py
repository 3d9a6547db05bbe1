"""The words by which people read of these tables. No table changes."""

from django.db import migrations

# Read as one step: each of its own would have Django put all tables together anew.
NAMES = {
    'agendaitem': {'ordering': ['position'], 'verbose_name': 'agenda item', 'verbose_name_plural': 'agenda items'},
    'agreedowner': {'verbose_name': 'person in charge', 'verbose_name_plural': 'people in charge'},
    'agreedthing': {'ordering': ['created_at'], 'verbose_name': 'thing agreed', 'verbose_name_plural': 'things agreed'},
    'answer': {'ordering': ['-at'], 'verbose_name': 'answer to an invitation', 'verbose_name_plural': 'answers to invitations'},
    'cadenceround': {'verbose_name': 'look at what is due', 'verbose_name_plural': 'looks at what is due'},
    'datepoll': {'ordering': ['-created_at'], 'verbose_name': 'date poll', 'verbose_name_plural': 'date polls'},
    'dateslot': {'ordering': ['starts_at'], 'verbose_name': 'time offered', 'verbose_name_plural': 'times offered'},
    'freeletter': {'ordering': ['-saved_at'], 'verbose_name': "facilitator's letter", 'verbose_name_plural': "facilitators' letters"},
    'hosttick': {'verbose_name': "host pair's task", 'verbose_name_plural': "host pairs' tasks"},
    'invitee': {'ordering': ['member__last_name', 'member__first_name'], 'verbose_name': 'invited person', 'verbose_name_plural': 'invited people'},
    'letterplan': {'verbose_name': 'change of a planned letter', 'verbose_name_plural': 'changes of planned letters'},
    'material': {'ordering': ['position'], 'verbose_name': 'pre-reading', 'verbose_name_plural': 'pre-readings'},
    'meeting': {'ordering': ['starts_at'], 'verbose_name': 'meeting', 'verbose_name_plural': 'meetings'},
    'meetingtheme': {'verbose_name': 'theme of a meeting', 'verbose_name_plural': 'themes of meetings'},
    'pollinvitee': {'ordering': ['member__last_name', 'member__first_name'], 'verbose_name': 'person asked in a date poll', 'verbose_name_plural': 'people asked in date polls'},
    'revision': {'ordering': ['-number'], 'verbose_name': 'saved version', 'verbose_name_plural': 'saved versions'},
    'seasoninvitation': {'ordering': ['member__last_name', 'member__first_name'], 'verbose_name': 'season invitation', 'verbose_name_plural': 'season invitations'},
    'slotanswer': {'ordering': ['-round'], 'verbose_name': 'answer to a date poll', 'verbose_name_plural': 'answers to date polls'},
    'theme': {'ordering': ['position', 'name'], 'verbose_name': 'theme', 'verbose_name_plural': 'themes'},
    'turnswap': {'ordering': ['-asked_at'], 'verbose_name': 'swap of host turns', 'verbose_name_plural': 'swaps of host turns'},
}


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0007_panel'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterModelOptions(name, options) for name, options in NAMES.items()],
        ),
    ]
