
import balise.site.secretariat.models.people
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField(default=0)),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'allowance',
                'verbose_name_plural': 'allowances',
            },
        ),
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=balise.site.secretariat.models.people.public_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail address')),
                ('name', models.TextField(blank=True, default='', validators=[django.core.validators.ProhibitNullCharactersValidator()], verbose_name='name')),
                ('role', models.CharField(blank=True, default='', max_length=300)),
                ('organisation', models.CharField(blank=True, default='', max_length=300)),
                ('language', models.CharField(blank=True, default='en', max_length=40)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'correspondent',
                'verbose_name_plural': 'correspondents',
                'constraints': [models.UniqueConstraint(models.F('email'), condition=models.Q(('email', ''), _negated=True), name='secretariat_correspondent_email_once'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('email', ''), ('name', '')), _connector='OR'), name='secretariat_correspondent_erased_is_empty'), models.CheckConstraint(condition=models.Q(('language__in', ('en', 'fr'))), name='secretariat_correspondent_language_known', violation_error_message='This code is not known.')],
            },
        ),
        migrations.CreateModel(
            name='PrivateLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, default='', max_length=40)),
                ('target', models.PositiveBigIntegerField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='secretariat.correspondent')),
            ],
            options={
                'verbose_name': 'private link',
                'verbose_name_plural': 'private links',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=balise.site.secretariat.models.people.public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.SlugField(max_length=60)),
                ('mailbox', models.EmailField(blank=True, default='', max_length=254)),
                ('language', models.CharField(blank=True, default='', max_length=40)),
                ('told', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(blank=True, db_index=True, default='queued', max_length=40)),
                ('is_maybe_sent', models.BooleanField(default=False, editable=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('next_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='secretariat.correspondent')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='secretariat.privatelink')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'outbox',
                'ordering': ('made_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PrivateToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='secretariat.privatelink')),
            ],
            options={
                'verbose_name': 'secret of a private link',
                'verbose_name_plural': 'secrets of private links',
            },
        ),
        migrations.AddConstraint(
            model_name='privatelink',
            constraint=models.UniqueConstraint(fields=('kind', 'target', 'holder'), name='secretariat_privatelink_once'),
        ),
        migrations.AddConstraint(
            model_name='privatelink',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('draft', 'consultation', 'confirmation', 'expert'))), name='secretariat_privatelink_kind_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('queued', 'sent', 'failed', 'dropped'))), name='secretariat_message_state_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ('en', 'fr'))), name='secretariat_message_language_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='secretariat_message_sent_has_a_date'),
        ),
    ]
