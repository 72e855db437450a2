"""What the adapter keeps beside DBOS's own tables: who is alive, how far jobs are, and what is due when."""

import sqlalchemy as sa

metadata = sa.MetaData()

workers = sa.Table(
    "pronouncer_workers",
    metadata,
    sa.Column("executor", sa.Text, primary_key=True),
    sa.Column("beat", sa.BigInteger, nullable=False),  # counts up once a second, whatever the clocks say
    sa.Column("name", sa.Text, nullable=False),
)

progress = sa.Table(
    "pronouncer_progress",
    metadata,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger, nullable=False),
)

schedules = sa.Table(
    "pronouncer_schedules",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("every", sa.Double, nullable=False),  # seconds
    sa.Column("due", sa.Double, nullable=False),  # seconds since 1970
    sa.Column("job", sa.JSON, nullable=False),
)
