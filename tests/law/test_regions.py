"""Regions of Kazakhstan."""

from tarazy import law

KZ = law.load("kz")


def test_there_are_twenty_regions_named_in_three_languages() -> None:
    assert len(KZ.regions) == 20
    assert all(set(region.names) == {"ru", "kk", "en"} for region in KZ.regions)


def test_a_court_code_or_a_case_number_tells_the_region() -> None:
    for number, region_id in (
        ("7585", "almaty"),
        ("7101-26-00-2/15", "astana"),
        ("3599-24-00-2а/1", "karaganda"),
    ):
        region = law.region_of_court(KZ, number)
        assert region is not None
        assert region.id == region_id


def test_a_court_of_the_whole_country_has_no_region() -> None:
    assert law.region_of_court(KZ, "6001-26-00-3гп/1") is None
    assert law.region_of_court(law.load("ru"), "7585") is None
