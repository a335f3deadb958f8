
import balise.site.secretariat.models.people
import balise.site.secretariat.models.submissions
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('guide', '0004_editions_are_kept'),
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
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z', 'Write small letters without accents, digits and single hyphens between them.')], verbose_name='identifier')),
                ('title_en', models.CharField(blank=True, default='', max_length=300)),
                ('title_fr', models.CharField(blank=True, default='', max_length=300)),
                ('summary_en', models.TextField(blank=True, default='')),
                ('summary_fr', models.TextField(blank=True, default='')),
                ('criteria_en', models.TextField(blank=True, default='')),
                ('criteria_fr', models.TextField(blank=True, default='')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(help_text='The last day is included.', verbose_name='closes on')),
                ('is_public', models.BooleanField(default=False, help_text='Anybody may read it, in both languages.', verbose_name='published')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'call for projects',
                'verbose_name_plural': 'calls for projects',
                'ordering': ('-opens_on', 'slug'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title_en', ''), _negated=True), models.Q(('title_fr', ''), _negated=True), _connector='OR'), name='secretariat_call_titled', violation_error_message='Give the title in at least one language.'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='secretariat_call_ends_after_it_begins', violation_error_message='A call closes on the day it opens, or later.'), models.CheckConstraint(condition=models.Q(('is_public', False), models.Q(models.Q(('title_en', ''), _negated=True), models.Q(('title_fr', ''), _negated=True), models.Q(('summary_en', ''), _negated=True), models.Q(('summary_fr', ''), _negated=True), models.Q(('criteria_en', ''), _negated=True), models.Q(('criteria_fr', ''), _negated=True)), _connector='OR'), name='secretariat_call_public_in_both_languages', violation_error_message='A published call has its title, its summary and its criteria in both languages.')],
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
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.CharField(editable=False, max_length=32, unique=True)),
                ('about', models.CharField(blank=True, default='', max_length=40)),
                ('geography', models.CharField(blank=True, default='', max_length=300)),
                ('organisation', models.CharField(blank=True, default='', max_length=300)),
                ('jurisdiction', models.CharField(blank=True, default='', max_length=40)),
                ('purpose', models.TextField(blank=True, default='')),
                ('role', models.CharField(blank=True, default='', max_length=300)),
                ('language', models.CharField(blank=True, default='', max_length=40)),
                ('state', models.CharField(blank=True, db_index=True, default='new', max_length=40)),
                ('may_be_named', models.BooleanField(default=False, verbose_name='the organisation may be named')),
                ('is_released', models.BooleanField(default=False, verbose_name='named in public')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='guide.record', verbose_name='project')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='secretariat.correspondent')),
            ],
            options={
                'verbose_name': 'expression of interest',
                'verbose_name_plural': 'expressions of interest',
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='InterestNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(blank=True, default='', max_length=40)),
                ('text', models.TextField(blank=True, default='')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='secretariat.interest')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ('made_at', 'pk'),
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
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.CharField(editable=False, max_length=32, unique=True)),
                ('number', models.PositiveIntegerField(blank=True, editable=False, null=True, unique=True)),
                ('asked_title', models.CharField(blank=True, default='', max_length=300)),
                ('asked_text', models.TextField(blank=True, default='')),
                ('language', models.CharField(blank=True, default='', max_length=40)),
                ('title_en', models.CharField(blank=True, default='', max_length=300)),
                ('title_fr', models.CharField(blank=True, default='', max_length=300)),
                ('text_en', models.TextField(blank=True, default='')),
                ('text_fr', models.TextField(blank=True, default='')),
                ('state', models.CharField(blank=True, db_index=True, default='waiting', max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('released_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='secretariat.correspondent')),
                ('resource', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='guide.resource')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ExpertReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(blank=True, default='asked', max_length=40)),
                ('language', models.CharField(blank=True, default='', max_length=40)),
                ('text', models.TextField(blank=True, default='')),
                ('suggestion', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('replied_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('expert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='guide.expert')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='secretariat.question')),
            ],
            options={
                'verbose_name': 'answer of an expert',
                'verbose_name_plural': 'answers of experts',
                'ordering': ('asked_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='QuestionField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, default='', max_length=40)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='secretariat.question')),
            ],
            options={
                'verbose_name': 'field',
                'verbose_name_plural': 'fields',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='QuestionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(blank=True, default='', max_length=40)),
                ('why', models.TextField(blank=True, default='')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='secretariat.question')),
            ],
            options={
                'verbose_name': 'step of a question',
                'verbose_name_plural': 'steps of questions',
                'ordering': ('made_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=balise.site.secretariat.models.submissions.reference, editable=False, max_length=9, unique=True)),
                ('language', models.CharField(blank=True, default='', max_length=40)),
                ('state', models.CharField(blank=True, db_index=True, default='draft', max_length=40)),
                ('content', models.JSONField(blank=True, default=dict)),
                ('sent', models.JSONField(blank=True, default=dict)),
                ('version', models.PositiveIntegerField(default=0)),
                ('consent_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('saved_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='secretariat.call', verbose_name='call for projects')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='secretariat.correspondent')),
                ('record', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submission', to='guide.record')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ('-started_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stored', models.CharField(default=balise.site.secretariat.models.submissions.stored_as, editable=False, max_length=32, unique=True)),
                ('name', models.CharField(blank=True, default='', max_length=300)),
                ('kind', models.CharField(max_length=8)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('scan', models.CharField(blank=True, default='', max_length=40)),
                ('added_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='secretariat.submission')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ('added_at', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ('evi', 'project'))), name='secretariat_interest_about_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('new', 'contacted', 'in_discussion', 'uses', 'closed'))), name='secretariat_interest_state_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ('en', 'fr'))), name='secretariat_interest_language_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('jurisdiction__in', ('CA', 'CA-AB', 'CA-BC', 'CA-MB', 'CA-NB', 'CA-NL', 'CA-NS', 'CA-NT', 'CA-NU', 'CA-ON', 'CA-PE', 'CA-QC', 'CA-SK', 'CA-YT'))), name='secretariat_interest_jurisdiction_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('is_released', False), models.Q(('may_be_named', True), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='secretariat_interest_named_if_agreed'),
        ),
        migrations.AddConstraint(
            model_name='interestnote',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('new', 'contacted', 'in_discussion', 'uses', 'closed'))), name='secretariat_interestnote_state_known', violation_error_message='This code is not known.'),
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
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'refused', 'released', 'answered'))), name='secretariat_question_state_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ('en', 'fr'))), name='secretariat_question_language_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('released', 'answered')), _negated=True), models.Q(('number__isnull', False), ('released_at__isnull', False), models.Q(('title_en', ''), _negated=True), models.Q(('title_fr', ''), _negated=True), models.Q(models.Q(('text_en', ''), _negated=True), models.Q(('text_fr', ''), _negated=True), _connector='OR')), _connector='OR'), name='secretariat_question_public_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='expertreply',
            constraint=models.UniqueConstraint(fields=('question', 'expert'), name='secretariat_expertreply_once'),
        ),
        migrations.AddConstraint(
            model_name='expertreply',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'answered', 'not_my_field'))), name='secretariat_expertreply_state_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='questionfield',
            constraint=models.UniqueConstraint(fields=('question', 'code'), name='secretariat_questionfield_once'),
        ),
        migrations.AddConstraint(
            model_name='questionfield',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ('access', 'agriculture_food', 'children_families', 'climate_environment', 'culture_recreation', 'data_statistics', 'economy', 'education_skills', 'emergencies', 'employment', 'health', 'housing_homelessness', 'immigration', 'income_support', 'indigenous', 'infrastructure', 'internal_services', 'justice', 'open_government', 'public_safety', 'taxation', 'transport', 'water'))), name='secretariat_questionfield_code_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='questionstep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'refused', 'released', 'answered'))), name='secretariat_questionstep_state_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'forgotten'))), name='secretariat_submission_state_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ('en', 'fr'))), name='secretariat_submission_language_known', violation_error_message='This code is not known.'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='secretariat_submission_submitted_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('scan__in', ('clean', 'unscanned'))), name='secretariat_attachment_scan_known', violation_error_message='This code is not known.'),
        ),
    ]
