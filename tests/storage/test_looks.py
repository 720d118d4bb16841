"""A look on the driver finds what SQLAlchemy would have found, on both databases."""

from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from storage.looks import Look
from storage.store import Store
from storage.tables import authority as authority_table
from storage.tables import conversation, heartbeat, invitation
from storage.writes import Writes
from tests.postgres import Cluster, for_libpq, name_of
from tests.storage.conftest import POSTGRES_ONLY
from tests.storage.places import AUTHORITY
from voice import clock

_NAME: sa.BindParameter[str] = sa.bindparam("name")
BEATS = Look(sa.select(heartbeat.c.id, heartbeat.c.name, heartbeat.c.at).where(heartbeat.c.name == _NAME))
ARRANGED = Look(sa.select(authority_table.c.id, authority_table.c.arrangements, authority_table.c.made))
NOBODY = Look(
    sa.select(conversation.c.draft, conversation.c.ways, invitation.c.revoked)
    .select_from(conversation.outerjoin(invitation, invitation.c.id == conversation.c.invitation))
    .where(conversation.c.id == sa.bindparam("id"))
)


async def with_a_beat(store: Store) -> None:
    writes = Writes(AUTHORITY)
    writes.put(heartbeat, {"name": "it’s here"}, id=uuid4(), at=clock.now())
    await store.write(writes)


async def test_a_glance_finds_what_a_look_finds(store: Store) -> None:
    """Ids, moments with their zone, JSON and bytes: the same values by both ways, to the microsecond."""
    await with_a_beat(store)

    for look, by in ((BEATS, {"name": "it’s here"}), (ARRANGED, {}), (NOBODY, {"id": uuid4()})):
        glanced = await store.glancing().look(look, by)
        async with store.reading() as db:
            assert glanced == await db.look(look, by)
            assert glanced == [dict(row) for row in (await db.execute(look.statement, by)).mappings()]
        assert len(glanced) == (look is not NOBODY)


async def test_a_glance_sees_what_was_just_written(store: Store) -> None:
    """A child who has answered sees her answer on the next page: no glance stays in an old look at the record."""
    assert await store.glancing().look(BEATS, {"name": "it’s here"}) == []

    await with_a_beat(store)

    assert len(await store.glancing().look(BEATS, {"name": "it’s here"})) == 1


@pytest.mark.parametrize("database", POSTGRES_ONLY, indirect=True)
async def test_a_restarted_database_fails_no_glance(store: Store, database: str, postgres: Cluster) -> None:
    """Every connection of the pool was cut: the next page is shown all the same."""
    await with_a_beat(store)
    await store.glancing().look(BEATS, {"name": "it’s here"})

    with psycopg.connect(for_libpq(postgres.url), autocommit=True) as other:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        assert other.execute(cut, (name_of(database),)).rowcount

    assert len(await store.glancing().look(BEATS, {"name": "it’s here"})) == 1
