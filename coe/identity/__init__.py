"""Who signs in and signs: accounts, second factors, sessions, the ceremony."""
