"""Loading events with all that was said at them, for the demo."""
