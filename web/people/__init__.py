"""The pages of people: accounts, roles, qualifications, credentials, one's own profile."""
