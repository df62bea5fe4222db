"""The embedded database as Django's own backend has it, with writers that take turns."""
