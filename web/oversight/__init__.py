"""The pages of oversight: trail, packets, bundles, search, status, incidents, reviews."""
