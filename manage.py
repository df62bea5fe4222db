#!/usr/bin/env python3
"""The command line of the project."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
