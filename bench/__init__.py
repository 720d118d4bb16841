"""How fast it is and how much it carries, in ratios that mean the same on any machine."""
