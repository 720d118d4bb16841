"""What the service does: the nouns, the verbs, and the programs that join everything."""
