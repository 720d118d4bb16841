"""The telephones of the demonstration, and the stand-in for Twilio they hang on."""
