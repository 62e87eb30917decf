"""What follows for everybody else: people, roles, policies, keys, incidents, reviews."""
