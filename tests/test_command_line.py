import os
import subprocess
import sys

import pytest

from sosanh.__main__ import main


def test_vietnamese_is_printed_whatever_the_locale(tmp_path):
    text = tmp_path / "bài.txt"
    text.write_text("Hơn 2.500 hộ tham gia.", encoding="utf-8")
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-m", "sosanh", "numbers", str(text)], env=plain, capture_output=True)
    assert done.returncode == 0 and "hơn" in done.stdout.decode("utf-8").casefold()


@pytest.mark.parametrize("call", [[], ["rpeorts"], ["data", "--fast"], ["article"]])
def test_a_wrong_call_ends_with_2(call):
    with pytest.raises(SystemExit) as ended:
        main(call)
    assert ended.value.code == 2


@pytest.mark.parametrize("source_id", ["../x", "Đồng Tháp", "DT"])
def test_an_article_has_a_code_that_makes_a_file_name(source_id, capsys):
    assert main(["article", source_id]) == 2
    assert "allowed: small letters, digits and hyphens" in capsys.readouterr().err


def test_an_unknown_article_names_the_known(capsys):
    assert main(["second-reading", "dt-2024-7"]) == 2
    assert "nearest: dt-2024-07" in capsys.readouterr().err
