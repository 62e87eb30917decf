"""What a definition will do to the office that runs it: records in simulated business time, through the same law."""
