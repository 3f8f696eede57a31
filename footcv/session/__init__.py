"""A live session: what the camera shows, the set in progress, what is wrong with the picture, and what is kept."""
