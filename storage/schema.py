"""Brings a database to the current schema, and says whether it is there.

Looking takes no Alembic, which is ten megabytes and half of a start: `storage/migrating.py` is loaded by who migrates.
"""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from storage.errors import StoreAway

HERE = Path(__file__).parent / "migrations"


def sync_url(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    driver = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return parsed.set(drivername=driver)


def migrate(url: str) -> None:
    """Run the migrations that this database has not had. Raises StoreAway, StoreRefused."""
    import_module("storage.migrating").migrate(url)


def newest() -> str:
    """The last migration there is: each file's name begins with its number."""
    return max(each.name for each in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def behind(url: str) -> str | None:
    """The newest migration this database lacks, or None when it is current. Raises StoreAway."""
    parsed = sync_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        return newest()  # looking must not leave an empty database behind
    engine = sa.create_engine(parsed, hide_parameters=True)
    try:
        with engine.connect() as connection:
            has = _has(connection)
    except sa.exc.DatabaseError:
        raise StoreAway from None
    finally:
        engine.dispose()
    return None if has == newest() else newest()


def _has(connection: sa.Connection) -> str | None:
    """The last migration this database had."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return found
