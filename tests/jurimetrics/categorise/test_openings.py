"""The starter's share of right first answers on a table of invented openings, in each language apart."""

from pathlib import Path

import pytest
import yaml

from tarazy.jurimetrics.categorise import StarterCategoriser

STARTER = StarterCategoriser()
FORMS = {
    "ru": (
        "Дело № 2-1/2022 РЕШЕНИЕ Именем закона. 5 мая 2022 года. Суд в составе судьи А., при секретаре Б., "
        "рассмотрев в открытом судебном заседании дело {opening},\nУСТАНОВИЛ:\n"
        "Истец обратился в суд с указанными требованиями. {story}\n"
        "Исследовав материалы дела, суд приходит к следующему.\nРЕШИЛ:\nТребования удовлетворить частично. "
        "Взыскать расходы по уплате государственной пошлины."
    ),
    "kk": (
        "Іс № 2-1 ШЕШІМ. Сот судья А.-ның төрағалығымен, хатшы Б. хаттама жүргізіп, {opening} "
        "азаматтық істі ашық сот отырысында қарап,\nАНЫҚТАДЫ:\nТалап қоюшы сотқа жүгінген. {story}\n"
        "ШЕШТІ:\nТалап қою ішінара қанағаттандырылсын."
    ),
    "ky": (
        "Иш № 2-1 ЧЕЧИМ. Сот судья А. төрагалык кылып, катчы Б. менен, {opening} "
        "жарандык ишти ачык соттук отурумда карап,\nтапты:\nДоогер сотко кайрылган. {story}\n"
        "чечти:\nДоо арыз жарым-жартылай канааттандырылсын. Чечимге даттанууга болот."
    ),
}
TABLE = yaml.safe_load(Path(__file__).with_name("openings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", FORMS)
def test_nine_openings_in_ten_are_told_at_once(language):
    wrong, count = [], 0
    for slug, openings in TABLE[language].items():
        for line in openings:
            opening, _, story = line.partition(" | ")
            answer = STARTER.predict(FORMS[language].format(opening=opening, story=story))
            count += 1
            if answer.category != slug:
                wrong.append((opening, slug, answer.top[:2], answer.reason))
    assert len(wrong) <= count / 10, wrong


def test_the_table_is_large_enough_to_say_something():
    assert sum(len(openings) for slugs in TABLE.values() for openings in slugs.values()) >= 80
