"""Brings a database to the current schema, and says whether it is there."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.errors import StoreAway, StoreRefused

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
    """Run the migrations that this database has not had. Raises StoreAway, StoreRefused."""
    engine = sa.create_engine(sync_url(url), hide_parameters=True)
    settings = config()
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.commit()
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            connection.commit()
    except sa.exc.OperationalError:
        raise StoreAway from None
    except sa.exc.DatabaseError as refused:
        raise StoreRefused(getattr(refused.orig, "sqlstate", None) or type(refused).__name__) from None
    finally:
        engine.dispose()


def behind(url: str) -> str | None:
    """The newest migration this database lacks, or None when it is current. Raises StoreAway."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    parsed = sync_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        return newest  # looking must not leave an empty database behind
    engine = sa.create_engine(parsed, hide_parameters=True)
    try:
        with engine.connect() as connection:
            has = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.DatabaseError:
        raise StoreAway from None
    finally:
        engine.dispose()
    return None if has == newest else newest
