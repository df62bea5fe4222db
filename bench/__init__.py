"""Measures speed and size; prints what is, and asserts nothing."""
