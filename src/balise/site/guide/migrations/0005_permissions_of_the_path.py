
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('guide', '0004_editions_are_kept'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='edition',
            options={'ordering': ('-number',), 'verbose_name': 'edition', 'verbose_name_plural': 'editions'},
        ),
        migrations.AlterModelOptions(
            name='record',
            options={'ordering': ('identifier',), 'permissions': (('list_record', 'Can list or retire a project'),), 'verbose_name': 'project', 'verbose_name_plural': 'projects'},
        ),
    ]
