"""Files in bulk: the same rows twice, told by their true hash, and without an act from the moment when it is closed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars
import pytest
from django.conf import settings as the_settings
from django.test import Client

from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.following import bulk
from tarazy.acts.following.learning import learn
from tarazy.acts.following.models import BulkMonth
from tarazy.acts.following.schedule import make_bulk_files, send_due_alerts
from tarazy.acts.models import Act, Visibility
from tarazy.cases.actions.seal import seal
from tarazy.courts.models import Court
from tarazy.people.models import User
from tests.acts.factories import COURTS, a_decision, secret_words
from tests.acts.following.factories import NOON, an_act, later
from tests.acts.publication.test_pages import published
from tests.cases.factories import a_chair, a_court
from tests.cases.factories import later as in_court

pytestmark = pytest.mark.django_db
MARCH = Date(2025, 3, 10)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.TARAZY_HOME = tmp_path


def built(now: Any = NOON) -> dict[str, BulkMonth]:
    """The months that are served after the clock has been here."""
    send_due_alerts(now=now)
    make_bulk_files(now=now)
    return {one.name: one for one in BulkMonth.objects.filter(made_at__isnull=False)}


def download(client: Client, month: BulkMonth, form: str, **headers: Any) -> Any:
    return client.get(f"/en/bulk/{month.name}.{bulk.FORMS[form]}", **headers)


def body(answer: Any) -> bytes:
    assert answer.status_code in (200, 206), answer.status_code
    return b"".join(answer.streaming_content)


def rows(client: Client, month: BulkMonth) -> list[dict[str, Any]]:
    lines = gzip.decompress(body(download(client, month, "jsonl"))).decode().splitlines()
    return [json.loads(line) for line in lines]


def on_disk() -> set[str]:
    return {path.name for path in bulk.folder().glob("*")} if bulk.folder().is_dir() else set()


def test_every_public_act_stands_in_the_file_of_its_court_and_month_and_nowhere_else(
    bank: list[Act], hidden: Act, client: Client
) -> None:
    months = built()
    seen: dict[str, str] = {}
    for month in months.values():
        assert month.acts == len(rows(client, month)) > 0
        for row in rows(client, month):
            assert row["id"] not in seen
            seen[row["id"]] = month.name
            act = Act.objects.get(act_id=row["id"])
            assert (row["court"], row["date"]) == (act.court, str(act.date))
            assert act.date is not None
            assert (month.court_name, month.month) == (act.court, act.date.replace(day=1))
            assert row["text"] == act.public_text and row["model_data"] is True
            assert row["sha256"] == hashlib.sha256(row["text"].encode()).hexdigest()
            assert row["norms"] == ["GPK/226", "TK/113"]
    assert set(seen) == {act.act_id for act in bank}, "the hidden one isn't there, all others are"


def test_parquet_has_the_rows_of_json_lines(bank: list[Act], client: Client, tmp_path: Path) -> None:
    for month in built().values():
        file = tmp_path / "one.parquet"
        file.write_bytes(body(download(client, month, "parquet")))
        table = polars.read_parquet(file)
        assert tuple(table.columns) == bulk.COLUMNS
        assert table.to_dicts() == rows(client, month)


def test_a_month_of_many_acts_is_whole(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 3)
    for seed in range(0, 14, 2):
        an_act(seed, date=MARCH)
    [month] = built().values()
    assert [row["id"] for row in rows(client, month)] == sorted(
        f"act-ru-{seed}-first" for seed in range(0, 14, 2)
    )


def test_no_person_s_name_or_number_stands_in_a_file(bank: list[Act], client: Client) -> None:
    text = "".join(row["text"] for month in built().values() for row in rows(client, month))
    for seed in range(30):
        decision = a_decision(seed, language=("ru", "kk", "en")[seed % 3])
        assert not [word for word in secret_words(decision) if word in text]


def test_the_hash_and_size_that_are_told_are_those_of_the_file(bank: list[Act], client: Client) -> None:
    months = built()
    told = client.get("/api/v1/bulk", {"size": 100}).json()
    assert len(told) == len(months)
    page = client.get("/ru/bulk/").content.decode()
    for line in told:
        for form in ("jsonl", "parquet"):
            answer = client.get(line[form]["url"])
            data = body(answer)
            sha256 = hashlib.sha256(data).hexdigest()
            assert (len(data), sha256) == (line[form]["bytes"], line[form]["sha256"])
            assert answer["ETag"] == f'"{sha256}"' and answer["Content-Length"] == str(len(data))
            assert sha256 in page


def test_a_file_comes_in_parts_and_not_twice(db: None, client: Client) -> None:
    an_act(1, date=MARCH)
    [month] = built().values()
    whole = body(download(client, month, "parquet"))
    etag = download(client, month, "parquet")["ETag"]
    size = len(whole)
    for asked, first, last in (
        ("0-9", 0, 9),
        ("5-", 5, size - 1),
        ("-7", size - 7, size - 1),
        (f"3-{size * 9}", 3, size - 1),
    ):
        part = download(client, month, "parquet", HTTP_RANGE=f"bytes={asked}")
        assert part.status_code == 206 and part["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert body(part) == whole[first : last + 1] and part["Content-Length"] == str(last + 1 - first)
    for asked in (f"{size}-", "-0", "9-3"):
        refused = download(client, month, "parquet", HTTP_RANGE=f"bytes={asked}")
        assert (refused.status_code, refused["Content-Range"]) == (416, f"bytes */{size}")
    for asked in ("bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=a-b"):
        assert body(download(client, month, "parquet", HTTP_RANGE=asked)) == whole
    assert body(download(client, month, "parquet", HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"old"')) == whole
    known = download(client, month, "parquet", HTTP_IF_NONE_MATCH=etag)
    assert (known.status_code, known.content) == (304, b"")
    packed = download(client, month, "jsonl", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "identity" and packed["Cache-Control"] == "no-cache"


WAYS = ("action", "update", "bulk_update", "save", "delete", "delete_many", "court", "import")


@pytest.mark.parametrize("way", WAYS)
def test_a_closed_act_s_files_are_served_no_more_from_that_transaction_on(
    way: str, staff: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    stays, goes, elsewhere = an_act(0, date=MARCH), an_act(2, date=MARCH), an_act(1, date=MARCH)
    months = built()
    month, other = (
        next(m for m in months.values() if m.court_name == act.court) for act in (goes, elsewhere)
    )
    assert {row["id"] for row in rows(client, month)} == {stays.act_id, goes.act_id}
    files = on_disk()
    with django_capture_on_commit_callbacks(execute=True):
        if way == "action":
            set_visibility(goes.act_id, Visibility.CLOSED, staff)
        elif way == "update":
            Act.objects.filter(pk=goes.pk).update(visibility=Visibility.CLOSED)
        elif way == "bulk_update":
            goes.visibility = Visibility.CLOSED
            Act.objects.bulk_update([goes], ["visibility"])
        elif way == "save":
            goes.visibility = Visibility.CLOSED
            goes.save()
        elif way == "delete":
            goes.delete()
        elif way == "delete_many":
            Act.objects.filter(pk__in=[goes.pk]).delete()
        elif way == "court":
            Act.objects.filter(pk=goes.pk).update(court=COURTS["ru"][1])
        else:  # a model act gives way to another of its id
            an_act(2, date=MARCH + timedelta(days=40))
        for form in bulk.FORMS:
            assert download(client, month, form).status_code == 404, "within the transaction already"
    for form in bulk.FORMS:
        assert download(client, month, form).status_code == 404
    assert month.name not in client.get("/ru/bulk/").content.decode()
    left = {path.name for path in bulk.paths_of(other)}
    if way != "court":
        assert body(download(client, other, "jsonl")), "another court's file stays"
        assert on_disk() == left < files, "and the closed ones are gone from the disk"
    again = built(later(minutes=1))[month.name]
    assert [row["id"] for row in rows(client, again)] == [stays.act_id]
    assert again.jsonl_sha256 != month.jsonl_sha256


def test_a_month_that_lost_its_only_act_has_no_file(
    staff: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    act = an_act(0, date=MARCH)
    [month] = built().values()
    with django_capture_on_commit_callbacks(execute=True):
        set_visibility(act.act_id, Visibility.CLOSED, staff)
    assert not on_disk()
    with django_capture_on_commit_callbacks(execute=True):
        assert built(later(minutes=1)) == {}
    assert not on_disk() and not bulk.due(later(days=1)).exists()
    with django_capture_on_commit_callbacks(execute=True):
        set_visibility(act.act_id, Visibility.PUBLIC, staff)
    assert [row["id"] for row in rows(client, built(later(minutes=2))[month.name])] == [act.act_id]


def test_a_sealed_case_s_act_leaves_the_files(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    court = a_court("7520", exact=True)
    publication, _clerk = published(court=court)
    [month] = built().values()
    [row] = rows(client, month)
    assert month.court_key == "7520"
    assert (row["id"], row["neutral"], row["version"]) == (publication.address, publication.neutral, 1)
    assert publication.proceeding is not None
    with django_capture_on_commit_callbacks(execute=True):
        seal(
            publication.proceeding.case_id, by=a_chair(court), reason="Тайна усыновления по закону.",
            norm="GPK 19", now=in_court(1),
        )  # fmt: skip
    assert download(client, month, "jsonl").status_code == 404 and not on_disk()
    assert built(later(minutes=1)) == {}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_was_built_while_an_act_left_is_thrown_away(
    moment: str,
    staff: User,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Closed before its row was read or after: either way nobody can tell, and the next round builds it."""
    stays, goes = an_act(0, date=MARCH), an_act(2, date=MARCH)
    ordinary, closed = bulk.rows, []

    def raced(*given: Any) -> Any:
        if moment == "after":
            yield from ordinary(*given)
        if not closed:
            closed.append(set_visibility(goes.act_id, Visibility.CLOSED, staff))
        if moment == "before":
            yield from ordinary(*given)

    learn(now=NOON)
    monkeypatch.setattr(bulk, "rows", raced)
    with django_capture_on_commit_callbacks(execute=True):
        assert make_bulk_files(now=NOON) == 0
    month = BulkMonth.objects.get()
    assert month.made_at is None and not on_disk()
    for form in bulk.FORMS:
        assert download(client, month, form).status_code == 404
    assert [row["id"] for row in rows(client, built(later(minutes=1))[month.name])] == [stays.act_id]


def test_the_slower_of_two_builders_doesn_t_bring_old_files_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_act(0, date=MARCH)
    [month] = built().values()
    ordinary, faster = bulk.rows, []

    def slow(*given: Any) -> Any:
        kept = list(ordinary(*given))
        if not faster:
            faster.append(True)
            an_act(2, date=MARCH)
            learn(now=later(hours=2))
            assert bulk.build(month.pk, now=later(hours=2))
        yield from kept

    monkeypatch.setattr(bulk, "rows", slow)
    assert bulk.build(month.pk, now=later(hours=3)) is False
    month.refresh_from_db()
    assert len(rows(client, month)) == month.acts == 2


def test_added_acts_are_in_the_files_within_the_hour_and_the_old_files_go(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    an_act(0, date=MARCH)
    [month] = built().values()
    an_act(2, date=MARCH)
    before = on_disk()
    assert built(later(minutes=30))[month.name].acts == 1, "not with each act"
    assert body(download(client, month, "jsonl")), "meanwhile what is there is served"
    with django_capture_on_commit_callbacks(execute=True):
        assert built(later(minutes=61))[month.name].acts == 2
    assert len(on_disk()) == 2 and not on_disk() & before


def test_a_file_is_what_its_hash_says_even_while_another_takes_its_place(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the new files were put there, before the transaction was kept: the old ones are served, whole."""
    an_act(0, date=MARCH)
    [month] = built().values()
    an_act(2, date=MARCH)
    learn(now=later(hours=2))

    class Killed(BaseException):
        pass

    def killed(self: BulkMonth, **_named: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(BulkMonth, "save", killed)
        with pytest.raises(Killed):
            bulk.build(month.pk, now=later(hours=2))
    assert len(on_disk()) == 4
    month.refresh_from_db()
    data = body(download(client, month, "jsonl"))
    assert hashlib.sha256(data).hexdigest() == month.jsonl_sha256 and month.acts == 1


def test_what_a_killed_process_left_is_swept_and_what_is_served_stays(client: Client) -> None:
    an_act(0, date=MARCH)
    [month] = built().values()
    for old in (True, False):
        half = bulk.folder() / f".building-{old}"
        half.mkdir()
        (half / "jsonl").write_text("half an act")
        stray = bulk.folder() / f"7510-2025-03.{old}.parquet"
        stray.write_text("an act")
        if old:
            for path in (half, stray):
                os.utime(path, (NOON.timestamp() - 7200, NOON.timestamp() - 7200))
        else:
            for path in (half, stray):
                os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    bulk.sweep(now=later(minutes=1))
    assert on_disk() == {path.name for path in bulk.paths_of(month)} | {
        ".building-False",
        "7510-2025-03.False.parquet",
    }
    assert rows(client, month)


def test_files_lost_from_the_disk_are_built_anew(client: Client) -> None:
    an_act(0, date=MARCH)
    [month] = built().values()
    bulk.path_of(month, "parquet").unlink()
    assert download(client, month, "parquet").status_code == 404
    make_bulk_files(now=later(minutes=1))
    again = BulkMonth.objects.get()
    assert body(download(client, again, "parquet")) and again.made_at == later(minutes=1)


def test_an_act_leaves_the_file_in_which_it_stands_even_if_its_court_was_renamed(
    staff: User, client: Client
) -> None:
    court = a_court("7520", exact=True)
    Court.objects.filter(pk=court.pk).update(name_ru=COURTS["ru"][0])
    act = an_act(0, date=MARCH)
    [month] = built().values()
    assert month.court_key == "7520"
    Court.objects.filter(pk=court.pk).update(name_ru="Суд с другим названием")
    set_visibility(act.act_id, Visibility.CLOSED, staff)
    assert download(client, month, "jsonl").status_code == 404


def test_acts_of_a_court_stand_together_in_whatever_language(client: Client) -> None:
    court = a_court("7520", exact=True)
    Court.objects.filter(pk=court.pk).update(name_ru=COURTS["ru"][0], name_kk=COURTS["kk"][1])
    an_act(0, date=MARCH)
    an_act(1, date=MARCH, language="kk")
    [month] = built().values()
    assert {row["language"] for row in rows(client, month)} == {"ru", "kk"}
    for language, name in (("ru", COURTS["ru"][0]), ("kk", COURTS["kk"][1])):
        assert name in client.get(f"/{language}/bulk/").content.decode(), "named in the reader's language"


def test_no_other_file_is_reached_by_a_name(client: Client) -> None:
    an_act(0, date=MARCH)
    [month] = built().values()
    secret = Path(the_settings.TARAZY_HOME) / "secret.parquet"
    secret.write_text("secret")
    for name in (
        "../secret.parquet", "..%2Fsecret.parquet", "%2e%2e%2fsecret.parquet", f"{month.name}.jsonl", f"{month.name}.gz",
        f"{month.name}.{month.jsonl_sha256[:32]}.jsonl.gz", "7510-2025-13.parquet", "7510-0000-01.parquet",
        "7510-9999-12.parquet", "7510-2025-03.parquet\n", f"{month.name.upper()}.parquet", "x" * 500,
    ):  # fmt: skip
        assert client.get(f"/en/bulk/{name}").status_code in (400, 404), name


def test_strange_pages_of_the_list_are_its_first_or_last(bank: list[Act], client: Client) -> None:
    built()
    for page in ("0", "-1", "x", "999999999", "", "%00"):
        assert client.get(f"/kk/bulk/?page={page}").status_code == 200


def test_the_whole_bank_gets_its_files_when_the_clock_begins(bank: list[Act]) -> None:
    assert not BulkMonth.objects.exists()
    wanted = {(act.court, act.date.replace(day=1)) for act in bank if act.date}
    assert {(one.court_name, one.month) for one in built().values()} == wanted
