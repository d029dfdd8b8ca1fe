"""Whoever adds articles as the README says keeps a green suite: it holds rules, and today's figures apart from them."""

import os
import shutil
import subprocess
import sys

import made_up
import pytest

from sosanh.data import paths

FIBRE = made_up.indicator(
    "infra_fibre_communes", "Xã có cáp quang", "Communes with optical fibre", "percent", "infrastructure"
)
COMMUNES = made_up.population("communes_of_the_city", "xã, phường của thành phố", "communes and wards of the city")
SCHOOLS = {"indicator": "edu_cashless", "definition": "edu_cashless__introduced",
           "population": "general_and_continuing_institutions"}  # fmt: skip
ARTICLES = [
    ("dt-2024-09", "2024-09-20", "Đồng Tháp",
     "Đồng Tháp: trường học thu phí không tiền mặt\n\nĐã có 480/595 cơ sở (đạt 80,67%) triển khai.\n",
     {"observations": [SCHOOLS | {"paragraph": 2, "as_printed": "480/595 | 80,67%", "wording": "đạt",
                                  "obs_value": 80.67, "numerator": 480, "denominator": 595}]}),
    ("hue-2025-08", "2025-08-05", "thành phố Huế",
     "Huế: xã nào cũng có cáp quang\n\nTính đến 31/7/2025, hơn 95% xã có cáp quang.\n",
     {"observations": [{"paragraph": 2, "as_printed": "95%", "wording": "hơn", "bound": "gt", "obs_value": 95,
                        "indicator": "infra_fibre_communes", "definition": "infra_fibre_communes__stated",
                        "population": "communes_of_the_city", "time_period": "2025-07-31", "time_basis": "as_of"}],
      "set_aside": [{"paragraph": 2, "as_printed": "31/7/2025", "kind": "date"}]}),
]  # fmt: skip


def run(home, *arguments, **environment):
    """A command of the copy at `home`, with its own library."""
    own = {name: value for name, value in os.environ.items() if name not in ("CI", "ARTICLES", "SOSANH_HOME")}
    own |= {"PYTHONPATH": str(home / "lib"), **environment}
    done = subprocess.run([sys.executable, *arguments], cwd=home, env=own, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A copy of the project with two more articles and a new indicator."""
    home = tmp_path_factory.mktemp("copy") / "sosanh"
    left_out = shutil.ignore_patterns(".git", ".venv", "html", "node_modules", "__pycache__", ".*_cache", ".ipynb_*")
    shutil.copytree(paths.HOME, home, ignore=left_out)
    made_up.add_codes(home, FIBRE, COMMUNES)
    for article in ARTICLES:
        made_up.add_article(home, home / "texts", *article)
    return home


@pytest.mark.whole
def test_a_copy_with_other_articles_stays_green(home):
    assert run(home, "-m", "sosanh", "data")[0] == 0
    code, said = run(home, "-m", "sosanh", "verify", ARTICLES=str(home / "texts"))
    for source_id, numbers in (("dt-2024-09", "1 of 1"), ("hue-2025-08", "2 of 2")):
        assert f"{source_id}: {numbers} numbers accounted for" in said, said
    code, said = run(home, "-m", "sosanh", "refresh")
    assert code == 0, said
    code, said = run(home, "-m", "pytest", "-q", "tests", "-m", "not whole", "-n", "2", "-p", "no:cacheprovider")
    assert code == 0 and "published data" in said, said[-5000:]
