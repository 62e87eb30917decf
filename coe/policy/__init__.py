"""Policy files: YAML and calendars compiled to what the ledger keeps."""
