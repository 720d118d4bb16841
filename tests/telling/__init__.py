"""Whoever must hear of a concern hears of it, whatever the mail server does."""
