"""Every page of a child's in every theme, as pictures to look at: `make sheet`."""
