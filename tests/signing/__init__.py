"""British Sign Language: a language like any other, whose words are clips."""
