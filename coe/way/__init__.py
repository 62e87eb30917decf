"""The way: an initiative's gates as a drawing."""
