"""The pages of policies: what is in force, what is proposed, what it would change."""
