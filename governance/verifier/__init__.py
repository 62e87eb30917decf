"""What anybody may find out offline of the evidence of another: intact, signed by whom, lawful."""
