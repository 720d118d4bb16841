"""The record under fault: what was acknowledged is there, once, whatever happened. `python -m tests.faults`."""
