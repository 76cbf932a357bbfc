"""The first tables. A frozen copy: independent of the models of today."""
from peewee import *
from core.storage.fields import JsonField
from core.storage.fields import MomentField

def up(migrator, db):
    class Agent(Model):
        email = CharField(unique=True, max_length=254)
        name = TextField()
        role = CharField(max_length=8)
        title = TextField(default='')
        picture = CharField(max_length=64, default='')
        password_hash = TextField(default='')
        theme = CharField(max_length=6, default='system')
        created_at = MomentField()
        deactivated_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'agent'
    db.create_tables([Agent])

    class AgentGroup(Model):
        name = TextField(unique=True)
        created_at = MomentField()
        deactivated_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'agent_group'
    db.create_tables([AgentGroup])

    class Site(Model):
        key = CharField(unique=True, max_length=32)
        name = TextField()
        origins = JsonField(default=list)
        time_zone = TextField(default='UTC')
        colour = CharField(max_length=7, default='#3451d1')
        position = CharField(max_length=5, default='right')
        launcher = CharField(max_length=8, default='always')
        consent = CharField(max_length=10, default='granted')
        minimum_gap_seconds = IntegerField(default=3600)
        texts = JsonField(default=dict)
        recipient = CharField(max_length=32, default='')
        seen_at = MomentField(null=True)
        seen_url = TextField(default='')
        created_at = MomentField()
        archived_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'site'
    db.create_tables([Site])

    class Campaign(Model):
        site = ForeignKeyField(Site, on_delete='CASCADE')
        kind = CharField(max_length=16, default='smart_trigger')
        status = CharField(max_length=8, default='draft')
        position = IntegerField()
        draft = JsonField()
        draft_version = IntegerField(default=0)
        steps_done = JsonField(default=list)
        generation = IntegerField(default=1)
        revision_number = IntegerField(null=True)
        flag = TextField(default='')
        created_at = MomentField()
        created_by = ForeignKeyField(Agent, null=True, on_delete='SET NULL')
        changed_at = MomentField()
        changed_by = ForeignKeyField(Agent, null=True, on_delete='SET NULL', backref='+')
        archived_at = MomentField(null=True)
        deleted_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'campaign'
            indexes = ((('site', 'position'), False),)
    db.create_tables([Campaign])

    class Visitor(Model):
        id = BigAutoField()
        site = ForeignKeyField(Site, on_delete='CASCADE')
        key = CharField(max_length=64)
        first_seen_at = MomentField()
        last_display_at = MomentField(null=True)
        last_page_view = CharField(max_length=32, default='')
        profile = JsonField(default=dict)
        name = TextField(default='')
        email = TextField(default='')
        class Meta:
            database = db
            table_name = 'visitor'
            indexes = ((('site', 'key'), True),)
    db.create_tables([Visitor])

    class Display(Model):
        id = CharField(primary_key=True, max_length=32)
        campaign = ForeignKeyField(Campaign, on_delete='CASCADE')
        revision_number = IntegerField()
        visitor = ForeignKeyField(Visitor, on_delete='CASCADE')
        slot = CharField(max_length=48)
        generation = IntegerField()
        page_view = CharField(max_length=32)
        page_url = TextField(default='')
        country = CharField(max_length=2, default='')
        device = CharField(max_length=8, default='')
        language = CharField(max_length=16, default='')
        claimed_at = MomentField()
        shown_at = MomentField(null=True)
        opened_at = MomentField(null=True)
        clicked_at = MomentField(null=True)
        dismissed_at = MomentField(null=True)
        replied_at = MomentField(null=True)
        read_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'display'
            indexes = ((('campaign', 'visitor', 'slot'), True), (('visitor', 'campaign'), False), (('campaign', 'claimed_at'), False))
    db.create_tables([Display])

    class Conversation(Model):
        id = BigAutoField()
        key = CharField(unique=True, max_length=32)
        site = ForeignKeyField(Site, on_delete='CASCADE')
        visitor = ForeignKeyField(Visitor, on_delete='CASCADE')
        campaign = ForeignKeyField(Campaign, null=True, on_delete='SET NULL')
        display = ForeignKeyField(Display, null=True, on_delete='SET NULL')
        agent = ForeignKeyField(Agent, null=True, on_delete='SET NULL')
        group = ForeignKeyField(AgentGroup, null=True, on_delete='SET NULL')
        status = CharField(max_length=6, default='open')
        last_seq = IntegerField(default=0)
        team_read_seq = IntegerField(default=0)
        visitor_read_seq = IntegerField(default=0)
        page_url = TextField(default='')
        page_title = TextField(default='')
        created_at = MomentField()
        changed_at = MomentField(index=True)
        closed_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'conversation'
            indexes = ((('visitor', 'changed_at'), False),)
    db.create_tables([Conversation])

    class DraftChange(Model):
        id = BigAutoField()
        campaign = ForeignKeyField(Campaign, on_delete='CASCADE')
        version = IntegerField()
        field = CharField(max_length=32)
        value = JsonField(null=True)
        agent = ForeignKeyField(Agent, null=True, on_delete='SET NULL')
        changed_at = MomentField()
        class Meta:
            database = db
            table_name = 'draft_change'
            indexes = ((('campaign', 'version'), True),)
    db.create_tables([DraftChange])

    class HourlyCount(Model):
        site = ForeignKeyField(Site, on_delete='CASCADE')
        campaign_id = IntegerField()
        revision_number = IntegerField()
        hour_at = MomentField()
        metric = CharField(max_length=16)
        count = IntegerField()
        class Meta:
            database = db
            table_name = 'hourly_count'
            primary_key = CompositeKey('site', 'campaign_id', 'revision_number', 'hour_at', 'metric')
    db.create_tables([HourlyCount])

    class JobRun(Model):
        job = CharField(max_length=32)
        slot = CharField(max_length=32)
        started_at = MomentField()
        finished_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'job_run'
            primary_key = CompositeKey('job', 'slot')
    db.create_tables([JobRun])

    class LoginLink(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        agent = ForeignKeyField(Agent, on_delete='CASCADE')
        created_at = MomentField()
        expires_at = MomentField()
        used_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'login_link'
    db.create_tables([LoginLink])

    class Media(Model):
        hash = CharField(primary_key=True, max_length=64)
        content_type = TextField()
        data = BlobField()
        created_at = MomentField()
        class Meta:
            database = db
            table_name = 'media'
    db.create_tables([Media])

    class Membership(Model):
        agent = ForeignKeyField(Agent, on_delete='CASCADE')
        group = ForeignKeyField(AgentGroup, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'membership'
            primary_key = CompositeKey('agent', 'group')
    db.create_tables([Membership])

    class Message(Model):
        id = BigAutoField()
        conversation = ForeignKeyField(Conversation, on_delete='CASCADE')
        seq = IntegerField()
        client_id = CharField(max_length=32)
        author = CharField(max_length=8)
        agent = ForeignKeyField(Agent, null=True, on_delete='SET NULL')
        blocks = JsonField()
        created_at = MomentField()
        class Meta:
            database = db
            table_name = 'message'
            indexes = ((('conversation', 'seq'), True), (('conversation', 'client_id'), True))
    db.create_tables([Message])

    class Pulse(Model):
        topic = CharField(primary_key=True, max_length=64)
        version = IntegerField()
        class Meta:
            database = db
            table_name = 'pulse'
    db.create_tables([Pulse])

    class Revision(Model):
        campaign = ForeignKeyField(Campaign, on_delete='CASCADE')
        number = IntegerField()
        content = JsonField()
        created_at = MomentField()
        created_by = ForeignKeyField(Agent, null=True, on_delete='SET NULL')
        class Meta:
            database = db
            table_name = 'revision'
            indexes = ((('campaign', 'number'), True),)
    db.create_tables([Revision])

    class Secret(Model):
        name = CharField(primary_key=True, max_length=64)
        value = TextField()
        expires_at = MomentField(null=True)
        class Meta:
            database = db
            table_name = 'secret'
    db.create_tables([Secret])

    class Session(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        agent = ForeignKeyField(Agent, on_delete='CASCADE')
        created_at = MomentField()
        expires_at = MomentField()
        browser = TextField(default='')
        class Meta:
            database = db
            table_name = 'session'
    db.create_tables([Session])

    class SignInFailure(Model):
        subject = CharField(primary_key=True, max_length=300)
        failures = IntegerField()
        until = MomentField()
        class Meta:
            database = db
            table_name = 'sign_in_failure'
    db.create_tables([SignInFailure])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('sign_in_failure'))
    migrator.migrate(migrator.drop_table('session'))
    migrator.migrate(migrator.drop_table('secret'))
    migrator.migrate(migrator.drop_table('revision'))
    migrator.migrate(migrator.drop_table('pulse'))
    migrator.migrate(migrator.drop_table('message'))
    migrator.migrate(migrator.drop_table('membership'))
    migrator.migrate(migrator.drop_table('media'))
    migrator.migrate(migrator.drop_table('login_link'))
    migrator.migrate(migrator.drop_table('job_run'))
    migrator.migrate(migrator.drop_table('hourly_count'))
    migrator.migrate(migrator.drop_table('draft_change'))
    migrator.migrate(migrator.drop_table('conversation'))
    migrator.migrate(migrator.drop_table('display'))
    migrator.migrate(migrator.drop_table('visitor'))
    migrator.migrate(migrator.drop_table('campaign'))
    migrator.migrate(migrator.drop_table('site'))
    migrator.migrate(migrator.drop_table('agent_group'))
    migrator.migrate(migrator.drop_table('agent'))
