"""Figures that cannot betray a child: what is counted, what is hidden, and the audit that tries to find it out."""
