"""The pages reviewers live in: inbox, decision, deciding together, versions."""
