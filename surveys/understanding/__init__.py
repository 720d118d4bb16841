"""What a child texts, understood or asked about again: below the verbs, and with no memory of its own."""
