"""A season knows when its planner was saved last."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clubs', '0003_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='season',
            name='saved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
