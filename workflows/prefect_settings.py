"""What Prefect runs under: no telemetry, its data inside ours, its server on loopback and behind a password.

Nothing here imports Prefect, which takes seconds; it reads these from the environment when it is imported.
"""

from pathlib import Path

LOOPBACK = "127.0.0.1"

# What our few flows do not need: each service is another writer to the one SQLite file of the local server.
IDLE = (
    "CANCELLATION_CLEANUP",
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "TASK_RUN_RECORDER",
    "TRIGGERS",
)

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_UI_ENABLED": "false",  # it would load parts from elsewhere
    "PREFECT_LOGGING_TO_API_ENABLED": "false",  # messages may hold addresses; Prefect is given opaque ids only
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "604800",
}


def quiet(folder: Path) -> dict[str, str]:
    """For flows against any server. `folder` is the data folder."""
    return QUIET | {"PREFECT_HOME": str(folder / "prefect")}


def _sparing() -> dict[str, str]:
    off = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in IDLE}
    ahead = {"MIN_RUNS": "2", "MAX_RUNS": "5", "MIN_SCHEDULED_TIME": "PT2M"}  # few, so that few bunch after a pause
    return off | {f"PREFECT_SERVER_SERVICES_SCHEDULER_{name}": value for name, value in ahead.items()}


def local_server(folder: Path, port: int, password: str) -> dict[str, str]:
    """For our own server on this port and everything that talks to it."""
    return (
        quiet(folder)
        | _sparing()
        | {
            "PREFECT_API_URL": f"http://{LOOPBACK}:{port}/api",
            "PREFECT_SERVER_API_HOST": LOOPBACK,
            "PREFECT_SERVER_API_PORT": str(port),
            "PREFECT_SERVER_API_AUTH_STRING": password,
            "PREFECT_API_AUTH_STRING": password,
        }
    )
