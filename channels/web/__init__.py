"""The child's own pages, which work on an old phone and without JavaScript."""
