"""The doors: every way words come in from a child, and the adults' portal. HTTP lives here alone."""
