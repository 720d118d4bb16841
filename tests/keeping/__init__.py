"""What is kept, what is brought back, and what is gone."""
