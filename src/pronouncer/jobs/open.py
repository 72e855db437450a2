"""The queue of jobs of some settings."""

from pronouncer.extras import needed
from pronouncer.jobs.port import Jobs
from pronouncer.settings import Settings


def open_jobs(settings: Settings) -> Jobs:
    """Return the jobs of a server; in SQLite in a file of their own. Close them. Raises StoreError."""
    with needed("server", "The server"):
        from pronouncer.jobs.dbos.worker import DbosJobs
    server = settings.server
    if server.database:
        return DbosJobs(server.database_url)
    server.data.mkdir(parents=True, exist_ok=True)
    return DbosJobs(f"sqlite:///{server.data / 'jobs.db'}")
