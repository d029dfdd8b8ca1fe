import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sosanh import __main__ as command_line
from sosanh.__main__ import main
from sosanh.curate import forms, workbooks
from sosanh.data import package, paths


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A copy of the data, to be spoiled."""
    monkeypatch.delenv("ARTICLES", raising=False)
    shutil.copytree(paths.HOME / "data", tmp_path / "data")
    return tmp_path


def call(home, *arguments):
    """(exit code, all that was printed) of a verb, with the folders of `home`."""
    environment = {**os.environ, "SOSANH_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "sosanh", *arguments], env=environment, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


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


def test_an_unknown_verb_names_the_nearest(capsys):
    with pytest.raises(SystemExit):
        main(["rpeorts"])
    assert "unknown verb 'rpeorts'; nearest: reports" in capsys.readouterr().err


@pytest.mark.parametrize("verb", command_line.VERBS)
def test_every_verb_says_what_it_does(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    said = capsys.readouterr().out.split("\n\n")[1]
    assert ended.value.code == 0 and said[0].isupper() and said.endswith(".")


def test_the_help_of_an_article_says_where_a_new_indicator_goes(capsys):
    """Into the draft's own sheets, which every new workbook has, with a text or without one."""
    with pytest.raises(SystemExit):
        main(["article", "--help"])
    with_text, without = capsys.readouterr().out.partition("Then, with a text:")[2].split("Then, without one:")
    for told in (with_text, without):
        assert "the sheet" in told and "codebook.xlsx" not in told and max(map(len, told.splitlines())) <= 120
        assert "python -m sosanh indicators --from <source_id> puts new indicators into the codebook." in told


@pytest.mark.parametrize("source_id", ["../x", "Đồng Tháp", "DT"])
def test_an_article_has_a_code_that_makes_a_file_name(source_id, capsys):
    assert main(["article", source_id]) == 2
    assert "allowed: small letters, digits and hyphens" in capsys.readouterr().err


def test_an_unknown_article_names_the_known(capsys):
    assert main(["second-reading", "dt-2024-7"]) == 2
    assert "nearest: dt-2024-07" in capsys.readouterr().err


def test_forms_are_written_while_a_workbook_is_unfinished(home):
    Workbook().save(home / "data/raw/articles/hn-2025-01.xlsx")
    for verb, form in (("article", "articles/hn-2025-02.xlsx"), ("second-reading", "second-readings/hn-2025-01.xlsx")):
        code, said = call(home, verb, Path(form).stem)
        assert code == 0 and (home / "data/raw" / form).exists(), said


# --- drafts ---------------------------------------------------------------------------------------------------


def typed_into(path, cells, sheet="observations"):
    book = load_workbook(path)
    names = [cell.value for cell in book[sheet][1]]
    for row, typed in enumerate(cells, start=2):
        for name, value in typed.items():
            book[sheet].cell(row, 1 + names.index(name), value)
    book.save(path)


def test_a_draft_shuts_nothing_and_counts_what_is_entered(home, monkeypatch):
    texts = home / "texts"
    texts.mkdir()
    monkeypatch.setenv("ARTICLES", str(texts))
    (texts / "hue-2024-01.txt").write_text("Ngày 5/1/2024 có 12/20 xã, 7 trạm.", encoding="utf-8")
    code, said = call(home, "article", "hue-2024-01")
    draft = home / "data/raw/articles/hue-2024-01.xlsx"
    assert code == 0 and "a draft, which stops nothing else" in said
    sources = load_workbook(draft)["sources"]
    assert dict(zip(*sources.iter_rows(max_row=2, values_only=True), strict=True))["status"] == "draft"
    assert {*workbooks.NEW} <= {*load_workbook(draft).sheetnames}
    assert call(home, "data")[1].endswith("\nhue-2024-01: draft: 0 of 3 numbers entered\n")  # only a machine read them
    typed_into(draft, [{"obs_no": 1, "paragraph": 1, "as_printed": "12/20", "role": "nonsense", "review": "kept"}])
    typed_into(draft, [{"as_printed": "5/1/2024", "review": "kept"}, {"paragraph": "one"}], "set_aside")
    assert workbooks.staleness(home / "data/processed", home / "data/raw") == ""
    code, said = call(home, "data")
    assert (code, said) == (0, "data/processed is up to date\nhue-2024-01: draft: 2 of 3 numbers entered\n")
    monkeypatch.delenv("ARTICLES")
    assert call(home, "data")[1].endswith("\nhue-2024-01: draft: 2 numbers entered\n")


def test_a_workbook_with_nothing_in_it_is_a_draft(home):
    Workbook().save(home / "data/raw/articles/hn-2025-01.xlsx")
    code, said = call(home, "data")
    assert (code, said) == (0, "data/processed is up to date\nhn-2025-01: draft: 0 numbers entered\n")


def test_a_draft_set_complete_is_checked_like_any_other(home):
    assert call(home, "article", "hn-2025-01")[0] == 0
    typed_into(home / "data/raw/articles/hn-2025-01.xlsx", [{"status": "complete"}], "sources")
    assert "articles/hn-2025-01.xlsx" in workbooks.staleness(home / "data/processed", home / "data/raw")
    code, said = call(home, "data")
    assert code == 1 and "hn-2025-01.xlsx, sources!B2: found ''; allowed: a value; title may not be blank" in said


def test_the_data_open_beside_a_draft_and_not_beside_a_complete_article_that_they_lack(home):
    assert call(home, "article", "hn-2025-01")[0] == 0
    environment = {**os.environ, "SOSANH_HOME": str(home)}
    opened = [sys.executable, "-c", "import sosanh; sosanh.load()"]
    assert subprocess.run(opened, env=environment).returncode == 0
    typed_into(home / "data/raw/articles/hn-2025-01.xlsx", [{"status": "complete"}], "sources")
    refused = subprocess.run(opened, env=environment, capture_output=True, encoding="utf-8").stderr
    assert "Stale: changed since the tables were built: articles/hn-2025-01.xlsx; run `make data`" in refused


def test_a_status_misspelt_is_no_draft(home):
    assert call(home, "article", "hn-2025-01")[0] == 0
    typed_into(home / "data/raw/articles/hn-2025-01.xlsx", [{"status": "drfat"}], "sources")
    code, said = call(home, "data")
    assert code == 1 and "found 'drfat'; allowed: a code of the list article_status; nearest: draft" in said


def test_an_article_taken_back_to_a_draft_leaves_the_data_whole(home):
    """Its figures go, and with them what the codebook says of pairs of them."""
    typed_into(home / "data/raw/articles/dt-2024-07.xlsx", [{"status": "draft"}], "sources")
    assert "articles/dt-2024-07.xlsx" in workbooks.staleness(home / "data/processed", home / "data/raw")
    code, said = call(home, "data")
    assert code == 0 and said.endswith("\ndt-2024-07: draft: 37 numbers entered\n"), said
    for name in ("observations", "comparability"):
        assert "dt-2024-07." not in (home / f"data/processed/{name}.csv").read_text("utf-8")


def test_without_a_browser_no_page_passes(monkeypatch, capfd):
    monkeypatch.setenv("PATH", "")
    assert main(["test-browser"]) == 1
    assert "no page was tested. Install it: sudo apt-get install chromium" in capfd.readouterr().err


# --- files that cannot be read or written ---------------------------------------------------------------------


def full(path, *_):
    """Writes half, and then the disk is full."""
    path.open("w").write("half")
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def test_a_full_disk_leaves_the_old_file_and_no_half_of_the_other(tmp_path, monkeypatch):
    (tmp_path / "x.csv").write_text("old")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError) as raised:
        paths.replace(tmp_path / "x.csv", b"content")
    assert raised.value.filename == str(tmp_path / "x.csv") and raised.value.errno == errno.ENOSPC
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x.csv": "old"}


def test_a_full_disk_leaves_no_half_of_a_form(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(paths, "ARTICLES", tmp_path)
    monkeypatch.setattr(forms, "write", full)
    assert main(["article", "hn-2025-01"]) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path / 'hn-2025-01.xlsx'}: No space left on device; no file is left half-written\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(home):
    shutil.rmtree(home / "data/processed")
    (home / "data/processed").write_text("a file")
    code, said = call(home, "data")
    assert code == 1 and "data/processed/" in said and said.endswith("no file is left half-written\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize("text", ["{}", "[]", "{", "null", '{"resources": [{}], "workbooks": {}, "version": "1"}'])
def test_a_spoiled_data_package_makes_the_tables_stale(tmp_path, text):
    (tmp_path / package.FILE).write_text(text)
    assert package.staleness(tmp_path) == f"{tmp_path} holds no readable datapackage.json"


def test_what_programs_put_beside_a_workbook_is_no_workbook(tmp_path):
    (tmp_path / "articles").mkdir()
    for name in ("x.xlsx", "~$x.xlsx", ".~lock.x.xlsx#", "._x.xlsx", "desktop.ini", "Thumbs.db", ".DS_Store", "x.ods"):
        (tmp_path / "articles" / name).touch()
    assert [path.name for path in package.articles(tmp_path)] == ["x.xlsx"]
    assert [stray.file for stray in package.strays(tmp_path)] == ["x.ods"]


def test_a_folder_named_like_a_workbook_is_a_problem_of_the_data(home):
    (home / "data/raw/articles/x.xlsx").mkdir()
    assert "articles/x.xlsx" in workbooks.staleness(home / "data/processed", home / "data/raw")
    code, said = call(home, "data")
    assert code == 1 and said.startswith("x.xlsx: found ") and said.endswith("1 problem; nothing was written\n")


def test_a_file_that_is_no_notebook_is_not_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(workbooks, "staleness", lambda: "")
    (tmp_path / "x.ipynb").write_text("{")
    assert main(["refresh", str(tmp_path / "x.ipynb")]) == 1
    assert "x.ipynb: not a notebook as Jupyter saves it" in capsys.readouterr().err


# --- Ctrl-C, and readers that go away ------------------------------------------------------------------------


def interrupted(_):
    """Read."""
    raise KeyboardInterrupt


def test_ctrl_c_ends_with_130_and_one_line(monkeypatch, capsys):
    monkeypatch.setitem(command_line.VERBS, "data", interrupted)
    assert main(["data"]) == 130
    assert capsys.readouterr().err == "stopped; what was finished is kept\n"


SLOW_TO_END = """
import time
try:
    print("ready", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(1)
    print("ended in its own time", flush=True)
    raise SystemExit(2)
"""


@pytest.mark.skipif(os.name == "nt", reason="process groups are of POSIX")
def test_ctrl_c_lets_jupyterlab_and_pytest_end_in_their_own_time():
    # a program that a shell's & started ignores it, and so would what it starts
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heard}; from sosanh.__main__ import _run; raise SystemExit(_run(['-c', {SLOW_TO_END!r}]))"
    running = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    assert running.stdout.readline() == "ready\n"
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate()[0] == "ended in its own time\n" and running.returncode == 130


RUNNING = """
import os, signal, sys
from sosanh.__main__ import _run
if sys.argv[1] == "ignored":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
raise SystemExit(_run(["-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_verb_that_is_asked_to_end_takes_along_what_it_has_started(name):
    """JupyterLab went on behind it, on its port."""
    with subprocess.Popen([sys.executable, "-c", RUNNING, ""], stdout=subprocess.PIPE, encoding="utf-8") as running:
        started = int(running.stdout.readline())
        running.send_signal(getattr(signal, name))
        assert running.wait(20) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
@pytest.mark.parametrize("verb", ["lab", "reports", "lessons", "data", "test"])
def test_make_that_is_asked_to_end_ends_the_verb(verb):
    """It ends what it has started itself: of a shell between the two, the verb behind it went on."""
    run = f"{sys.executable} -c 'import os, time; print(os.getpid(), flush=True); time.sleep(60)'"
    # what is led elsewhere has make need a shell
    call = ["make", "-s", verb, "READY=", f"RUN={run} 2>&1", "-o", "slides"]
    with subprocess.Popen(call, cwd=paths.HOME, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        started = int(running.stdout.readline())
        running.terminate()
        running.wait(20)
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


@pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")
def test_a_verb_begun_with_nohup_outlives_its_terminal():
    call = [sys.executable, "-c", RUNNING, "ignored"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, encoding="utf-8") as running:
        running.stdout.readline()
        running.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.3)
        running.terminate()


def test_a_reader_that_has_read_enough_is_no_error(tmp_path):
    (tmp_path / "long.txt").write_text("Hơn 2.500 hộ tham gia.\n" * 5000, encoding="utf-8")
    call = [sys.executable, "-m", "sosanh", "numbers", str(tmp_path / "long.txt")]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.readline()
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", 141)
