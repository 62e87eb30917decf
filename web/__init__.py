"""The pages and the HTTP API: a request becomes a command, rows become a page."""
