"""The words that make something more urgent (R13): data a duty manager edits, and what reads it. It decides nothing."""
