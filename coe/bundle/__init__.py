"""Audit bundles: a sample anyone can draw again, and the packets of it in one file with the means to verify them."""
