"""What may be asked of `python -m voice`: one module a command, each loaded only when it is the one asked for."""
