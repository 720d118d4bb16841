"""The limit: what physics asks of a submission and nothing else. Imports nothing of the service."""
