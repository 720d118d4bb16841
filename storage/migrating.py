"""Runs the migrations, by Alembic. Whoever serves children never loads it."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.errors import StoreAway, StoreRefused
from storage.schema import HERE, sync_url


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
