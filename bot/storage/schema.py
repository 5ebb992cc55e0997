"""The tables, as a list of steps from an empty database to today's. A step that was released is never changed."""

from bot.storage.database import Database
from bot.storage.error import StorageError

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE chat_settings (
               chat_key TEXT NOT NULL PRIMARY KEY,
               language TEXT,
               country TEXT,
               last_used DATE NOT NULL
           )""",
        """CREATE TABLE contact_report (
               contact_id TEXT NOT NULL,
               day DATE NOT NULL,
               reason TEXT NOT NULL,
               times INTEGER NOT NULL,
               PRIMARY KEY (contact_id, day, reason)
           )""",
        """CREATE TABLE contact_report_mark (
               mark TEXT NOT NULL PRIMARY KEY,
               day DATE NOT NULL
           )""",
        """CREATE TABLE gap (
               topic TEXT NOT NULL,
               country TEXT NOT NULL,
               language TEXT NOT NULL,
               day DATE NOT NULL,
               times INTEGER NOT NULL,
               PRIMARY KEY (topic, country, language, day)
           )""",
        """CREATE TABLE shown_passage (
               passage_id TEXT NOT NULL,
               day DATE NOT NULL,
               times INTEGER NOT NULL,
               PRIMARY KEY (passage_id, day)
           )""",
        """CREATE TABLE claimed_update (
               update_id BIGINT NOT NULL PRIMARY KEY,
               claimed_at BIGINT NOT NULL,
               finished BOOLEAN NOT NULL
           )""",
        """CREATE TABLE claimed_period (
               name TEXT NOT NULL,
               period TEXT NOT NULL,
               PRIMARY KEY (name, period)
           )""",
    ),
)


async def migrate(database: Database) -> None:
    """Bring the tables up to date. Safe when several processes start at once: one does it, the others find it done."""
    async with database.exclusive() as statements:
        await statements.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        rows = await statements.fetch("SELECT version FROM schema_version")
        version = int(rows[0][0]) if rows else 0
        if version > len(MIGRATIONS):
            raise StorageError(
                f"{database}: a newer version of the program has changed the tables "
                f"(to {version}, this one knows {len(MIGRATIONS)}); start that version"
            )
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                await statements.execute(statement)
        # Written in any case: a database that cannot be written is better found now.
        await statements.execute("DELETE FROM schema_version")
        await statements.execute("INSERT INTO schema_version (version) VALUES ($1)", len(MIGRATIONS))
