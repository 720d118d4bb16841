"""The pages of the adults whose job is to read, answer and act."""
