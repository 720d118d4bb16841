"""What makes a page or a text usable by everyone, as plain functions."""
