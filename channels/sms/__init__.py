"""The door for texts: what Twilio brings in, and how words go out through it."""
