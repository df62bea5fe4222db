"""A pytest plugin: the environment of the suite, set before anything reads the settings."""

import atexit
import os
import shutil
import tempfile


def _own_folder() -> str:
    folder = tempfile.mkdtemp(prefix="ideaforge-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


os.environ["IDEAFORGE_DATA_DIR"] = _own_folder()
os.environ["IDEAFORGE_DEMO"] = "1"
os.environ.pop("IDEAFORGE_LIMITS", None)
# The browser's synchronous driver keeps a loop in the main thread, and Django takes it for ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
