"""Every word a person sees, in every language it can be given in."""
