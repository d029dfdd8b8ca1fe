from sosanh.data import paths
from sosanh.draw import chart
from sosanh.publish import briefs, site


def test_the_sheet_holds_every_kind_of_chart_in_both_languages(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "HTML", tmp_path)
    monkeypatch.setattr(chart, "address", lambda drawing: "data:,")  # how drawings are written is tested for itself
    # of the pages of one line those that have a name of their own; the others have few charts, and are most pages
    many = ("00_start-here", "-indicator")
    with_charts = [each for each in briefs.read() if not any(part in each.notebook + each.name for part in many)]
    monkeypatch.setattr(briefs, "read", lambda: with_charts)
    rows = site.drawn()
    kinds = {row["charts"][0].name for row in rows}
    assert kinds == {
        "bullet", "slope", "dumbbell", "sensitivity", "growth", "ladder", "strip", "ranks", "lanes",
    }  # fmt: skip
    assert all([chart.language for chart in row["charts"]] == ["vi", "en"] for row in rows)
    assert site.write(rows).read_text("utf-8").count("<img") == 6 * len(rows)
