"""How the answers are read that have several parts: one small module a kind."""
