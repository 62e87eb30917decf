"""What follows for one initiative: who may decide, what a decision leads to, when time is over, and why."""
