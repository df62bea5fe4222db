"""Pages of ideas and boards, one module per kind of page."""
