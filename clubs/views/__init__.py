"""Pages of clubs, by reader."""
