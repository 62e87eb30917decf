"""The paths and the clockwork: workflow files, and the Prefect flows that remind, escalate, deliver, seal and print."""
