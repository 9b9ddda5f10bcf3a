"""The words of the pages: complete in Kazakh and Russian, extracted without any program but Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tarazy.site import translations


def test_no_string_lacks_its_words() -> None:
    found = [one for room in translations.rooms() for one in translations.missing(room)]
    assert not found


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "PACKAGE", tmp_path / "tarazy")
    folder = tmp_path / "tarazy" / "lobby"
    (folder / "templates").mkdir(parents=True)
    (folder / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        'def view(n):\n    _("Welcome")\n    ngettext("%(n)d act", "%(n)d acts", n)\n'
        '    pgettext("month", "May")\n'
    )
    (folder / "templates" / "page.html").write_text(
        '{% load i18n %}\n  <p>{% translate "Sit down" %}</p>\n'
        "      {% blocktranslate trimmed count n=acts %}\n   One {{ n }} case\n {% plural %}\n"
        " {{ n }} cases\n{% endblocktranslate %}\n<p>{{ _('Wait') }} it's {% trans 'Go' context 'verb' %}</p>"
    )
    return folder


def test_strings_are_found_in_programs_and_in_templates(room: Path) -> None:
    assert translations.extract("lobby") == 7
    with translations.catalogue_path("lobby", "ru").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    assert ("One %(n)s case", "%(n)s cases") in {message.id for message in catalogue}
    assert catalogue.get("May", "month") is not None
    assert catalogue.get("Go", "verb") is not None


def test_a_string_without_words_or_with_a_wrong_value_is_missing(room: Path) -> None:
    translations.extract("lobby")
    assert len(translations.missing("lobby")) == 2 * 7
    path = translations.catalogue_path("lobby", "kk")
    text = path.read_text()
    text = text.replace('msgid "Wait"\nmsgstr ""', 'msgid "Wait"\nmsgstr "Күтіңіз"')
    text = text.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(m)d акт"\nmsgstr[1] "%(n)d акт"', 1)
    path.write_text(text)
    why = {one.text: one.why for one in translations.missing("lobby") if one.language == "kk"}
    assert "Wait" not in why
    assert "names a value that the source does not have" in why.values()


def test_words_survive_a_second_extraction_and_unused_ones_go(room: Path) -> None:
    translations.extract("lobby")
    path = translations.catalogue_path("lobby", "ru")
    path.write_text(
        path.read_text().replace('msgid "Welcome"\nmsgstr ""', 'msgid "Welcome"\nmsgstr "Входите"')
    )
    (room / "templates" / "page.html").unlink()
    assert translations.extract("lobby") == 3
    assert "Входите" in path.read_text()
    assert "Sit down" not in path.read_text()
