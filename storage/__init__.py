"""Where everything is kept: the only SQL, the only cipher, the only files."""
