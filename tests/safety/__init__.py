"""The proofs of what must hold (security.md): each test here fails when a protection is taken away."""
