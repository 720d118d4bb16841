"""Brings a database to the current schema, and says whether it is there."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

HERE = Path(__file__).parent / "migrations"


def sync_url(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    driver = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return parsed.set(drivername=driver)


def config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    return settings


def migrate(url: str) -> None:
    """Run the migrations that this database has not had."""
    engine = sa.create_engine(sync_url(url))
    settings = config()
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.commit()
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            connection.commit()
    finally:
        engine.dispose()


def behind(url: str) -> str | None:
    """The newest migration this database lacks, or None when it is current."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    engine = sa.create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            has = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.OperationalError:
        has = None
    finally:
        engine.dispose()
    return None if has == newest else newest
