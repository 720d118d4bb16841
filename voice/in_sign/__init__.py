"""A child who signs is answered in sign: the words, who signs them, who checks that, and its way to her (R91, R92)."""
