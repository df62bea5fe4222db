"""Lounges and forums: registration, and live sessions that carry ideas out of the hall."""
