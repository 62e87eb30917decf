"""What holds for every page: who is signed in, guards, limits, errors, signing, the frame around a page."""
