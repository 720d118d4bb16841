"""Promises to the people who use this, each one kept by running it."""
