"""A definition read from its JSON, every mistake told with place and cure; answers read against its form."""
