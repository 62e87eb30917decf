"""Prefect's own server, on loopback, made to schedule: `python -m workflows.prefect_server`.

Where it listens and what guards it stands in the environment (see `prefect_settings`).
"""

import os
from typing import Any

from workflows.prefect_settings import LOOPBACK


def main() -> None:
    """Serve until told to stop."""
    import uvicorn
    from prefect.server.api.server import create_app

    let_it_schedule()
    port = int(os.environ["PREFECT_SERVER_API_PORT"])
    uvicorn.run(create_app(final=True), host=LOOPBACK, port=port, log_level="warning")


def let_it_schedule() -> None:
    """Prefect 3.8 hands a run's state to a bulk insert that is to ignore it; SQLAlchemy 2.1 refuses unless told so.

    Without this its server under SQLAlchemy 2.1 accepts schedules and never makes a run of them.
    """
    from prefect.server.database.orm_models import FlowRun

    state = FlowRun.__dict__["state"]
    if getattr(state, "bulk_dml_setter", _leave_out) is None:
        state.inplace.bulk_dml(_leave_out)


def _leave_out(_cls: Any, mapping: Any, _value: Any) -> None:
    """The state is inserted on its own, afterwards."""


if __name__ == "__main__":
    main()
