"""Pages of events, one module per kind of page."""
