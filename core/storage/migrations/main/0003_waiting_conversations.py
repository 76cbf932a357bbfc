"""An index for the inbox: which conversations are open, the newest first, and how many of them wait."""


def up(migrator, db):
    migrator.migrate(migrator.add_index("conversation", ("status", "changed_at")))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("conversation", "conversation_status_changed_at"))
