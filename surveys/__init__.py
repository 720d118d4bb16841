"""What is asked, what counts as an answer, and what is asked next. Nothing here knows HTTP or SQL."""
