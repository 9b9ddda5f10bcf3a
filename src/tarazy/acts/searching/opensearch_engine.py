"""The distributed engine: OpenSearch (or several nodes of it) through its HTTP API.

The alias `prefix` leads to the index that is searched and written; a rebuilt index takes it over in one step. Terms
come from our analyser and are split on blanks there. Writes carry the number of the change as external version, so
several workers may write and the newest state wins. Every index has a replica: with two or more nodes one may stop.

Likeness of vectors needs no plug-in: near vectors share words (`vectors.bands`); the best by shared words are fetched
and compared exactly here.
"""

from __future__ import annotations

import base64
import logging
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NotReached
from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from tarazy.acts.searching.engine import Health, Hits, NewIndex, SearchUnavailable
from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.question import DEEPEST, FACETS, RAREST, SHORTEST_BEGINNING, Clause, Question
from tarazy.acts.searching.vectors import DIMENSION, bands, likeness

logging.getLogger("opensearch").setLevel(logging.ERROR)  # a node that is away is told by us, in one line
TIMEOUT_S = 10
CANDIDATES = 500  # vectors compared exactly
BULK = 500
GRACE_S = 2.0  # how long an index that was swapped out stays for searches under way
_SHARED_PAGE = 5000

MAPPING = {
    "dynamic": "strict",
    "_source": {"excludes": ["terms", "bands"]},  # an index is built anew from the bank, not from itself
    "properties": {
        "terms": {"type": "text", "analyzer": "whitespace", "index_options": "positions"},
        "mark": {"type": "keyword", "doc_values": False},
        "latest": {"type": "long"},
        "bands": {"type": "keyword", "doc_values": False},
        "vector": {"type": "binary", "doc_values": True},
        **{name: {"type": "keyword"} for name in FACETS},
    },
}


@contextmanager
def _reached() -> Iterator[None]:
    """Turns a cluster that is away, overloaded or lacks a part into `SearchUnavailable`."""
    try:
        yield
    except NotReached as error:
        raise SearchUnavailable from error
    except TransportError as error:
        if error.status_code in (429, 502, 503, 504):
            raise SearchUnavailable from error
        raise


class _Writer:
    def __init__(self, client: OpenSearch, index: str, *, alias: bool = True) -> None:
        self._client = client
        self.index = index
        # Or a write that comes after a swap would bring back the index that was thrown away.
        self._params = {"require_alias": "true"} if alias else {}
        self._lines: list[dict[str, Any]] = []

    def put(self, entry: SearchEntry, version: int) -> None:
        self._add("index", entry.row, version)
        document: dict[str, Any] = {
            "terms": entry.terms, "mark": list(entry.marks), "latest": entry.latest, **entry.facets,
        }  # fmt: skip
        if entry.vector is not None:
            document |= {
                "bands": bands(entry.vector),
                "vector": base64.b64encode(entry.vector).decode(),
            }
        self._lines.append(document)

    def remove(self, row: int, version: int) -> None:
        self._add("delete", row, version)

    def _add(self, verb: str, row: int, version: int) -> None:
        if len(self._lines) >= 2 * BULK:
            self.flush()
        told = {"_index": self.index, "_id": str(row), "version": version, "version_type": "external"}
        self._lines.append({verb: told})

    def flush(self) -> None:
        """Send what was said. Raises `SearchUnavailable` unless every entry is in every copy that is alive."""
        if not self._lines:
            return
        lines, self._lines = self._lines, []
        with _reached():
            answer = self._client.bulk(body=lines, params=self._params)
        for item in answer["items"] if answer["errors"] else ():
            (verb, said), *_ = item.items()
            status = said["status"]
            if status == 409 or (verb == "delete" and status == 404):
                continue  # a newer state is there already; it was never there
            if status in (429, 502, 503, 504):
                raise SearchUnavailable
            raise RuntimeError(f"the engine refused an entry: {said.get('error', {}).get('type', status)}")


class _NewIndex(_Writer):
    def __init__(self, engine: OpenSearchEngine) -> None:
        super().__init__(engine.client, engine.make_index(), alias=False)
        self._engine = engine
        self.swapped = False

    def swap(self) -> None:
        self.flush()
        with _reached():
            self._client.indices.refresh(index=self.index)
            self._client.cluster.health(index=self.index, wait_for_status="yellow")
            self._engine.point_to(self.index)
        self.swapped = True


class OpenSearchEngine:
    """The engine of a cluster, its indexes named `prefix-…`."""

    def __init__(
        self, hosts: Sequence[str], prefix: str, *, login: tuple[str, str] | None = None, shards: int = 1,
        replicas: int = 1,
    ) -> None:  # fmt: skip
        self.prefix = prefix
        self._shards, self._replicas = shards, replicas
        self.client = OpenSearch(
            hosts=list(hosts),
            http_auth=login,
            timeout=TIMEOUT_S,
            max_retries=3,
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
            http_compress=True,
            pool_maxsize=8,
            dead_timeout=2,
            timeout_cutoff=1,
        )

    @classmethod
    def at(cls, url: str) -> OpenSearchEngine:
        """The engine of `opensearch://name:password@host:port,host:port/prefix?shards=1&replicas=1`."""
        parts = urlsplit(url)
        scheme = "https" if parts.scheme.endswith("+https") else "http"
        said, _, places = parts.netloc.rpartition("@")
        name, _, password = said.partition(":")
        options = {name: int(values[-1]) for name, values in parse_qs(parts.query).items()}
        return cls(
            [f"{scheme}://{place}" for place in places.split(",")],
            parts.path.strip("/") or "tarazy-acts",
            login=(unquote(name), unquote(password)) if said else None,
            **options,
        )

    def make_index(self, name: str = "") -> str:
        """A new, empty index; its name."""
        name = name or f"{self.prefix}-{uuid.uuid4().hex[:12]}"
        body = {
            "settings": {
                "number_of_shards": self._shards,
                "number_of_replicas": self._replicas,
                "refresh_interval": "500ms",
                "index.unassigned.node_left.delayed_timeout": "5s",
            },
            "mappings": MAPPING,
        }
        with _reached():
            try:
                self.client.indices.create(index=name, body=body)
            except RequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise
        return name

    def point_to(self, index: str) -> None:
        """Let the alias lead to the index and to no other, in one step."""
        actions = [
            {"remove": {"index": f"{self.prefix}-*", "alias": self.prefix, "must_exist": False}},
            {"add": {"index": index, "alias": self.prefix}},
        ]
        self.client.indices.update_aliases(body={"actions": actions})

    def index_name(self) -> str:
        """See the seam."""
        with _reached():
            try:
                return next(iter(self.client.indices.get_alias(name=self.prefix)), "")
            except NotFoundError:
                return ""

    @contextmanager
    def writing(self, *, stay: bool = False) -> Iterator[_Writer]:
        """See the seam. Several may write at once; `stay` changes nothing."""
        if not self.index_name():
            index = self.make_index(f"{self.prefix}-first")  # the same for all who find none
            with _reached():
                self.point_to(index)
        writer = _Writer(self.client, self.prefix)
        yield writer
        writer.flush()

    @contextmanager
    def rebuilding(self) -> Iterator[NewIndex]:
        """See the seam."""
        before = self.index_name()
        new = _NewIndex(self)
        try:
            yield new
        finally:
            over = before if new.swapped else new.index
            if before and new.swapped:
                time.sleep(GRACE_S)
            with _reached():
                if over:
                    self.client.indices.delete(index=over, ignore_unavailable=True)

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        with _reached():
            try:
                return self._answer(body)
            except NotFoundError:
                if self.index_name():  # it was swapped while it was asked
                    return self._answer(body)
        return {"hits": {"hits": [], "total": {"value": 0}}}

    def _answer(self, body: dict[str, Any]) -> dict[str, Any]:
        params = {"allow_partial_search_results": "false"}
        found: dict[str, Any] = self.client.search(index=self.prefix, body=body, params=params)
        return found

    def search(self, question: Question) -> Hits:
        """See the seam."""
        body: dict[str, Any] = {
            "query": _query(question),
            "post_filter": _all_of(question.besides("")),
            "from": min(question.start, DEEPEST - 1),
            "size": max(1, min(question.size, DEEPEST - question.start)),
            "track_total_hits": True,
            "_source": False,
            "sort": [*(["_score"] if question.by_score else []), {"latest": "desc"}],
        }
        if question.facet_values:
            body["aggs"] = {
                name: {
                    "filter": _all_of(question.besides(name)),
                    "aggs": {
                        "values": {"terms": {"field": name, "size": question.facet_values, "shard_size": 500}}
                    },
                }
                for name in FACETS
            }
        answer = self._ask(body)
        facets: dict[str, list[tuple[str, int]]] = {}
        for name in FACETS if question.facet_values else ():
            buckets = answer.get("aggregations", {}).get(name, {}).get("values", {}).get("buckets", [])
            values = [(str(one["key"]), int(one["doc_count"])) for one in buckets]
            facets[name] = sorted(values, key=lambda pair: (-pair[1], pair[0]))
        rows = [int(hit["_id"]) for hit in answer["hits"]["hits"]]
        return Hits(rows, int(answer["hits"]["total"]["value"]), facets)

    def rows(self, question: Question, most: int) -> list[int]:
        """See the seam."""
        found: list[int] = []
        after: list[Any] | None = None
        while len(found) < most:
            body: dict[str, Any] = {
                "query": _query(question, narrowed=True),
                "size": min(_SHARED_PAGE, most - len(found)),
                "_source": False,
                "track_total_hits": False,
                "sort": [{"latest": "desc"}],
            }
            if after:
                body["search_after"] = after
            hits = self._ask(body)["hits"]["hits"]
            if not hits:
                break
            found += [int(hit["_id"]) for hit in hits]
            after = hits[-1]["sort"]
        return found

    def near(self, vector: bytes, question: Question, count: int) -> list[tuple[int, float]]:
        """See the seam. The best `CANDIDATES` by shared words, compared exactly."""
        wanted = [{"constant_score": {"filter": {"term": {"bands": band}}}} for band in bands(vector)]
        narrowed = _query(Question(seen_by=question.seen_by, filters=question.filters), narrowed=True)
        answer = self._ask(
            {
                "query": {"bool": {"filter": [narrowed], "should": wanted, "minimum_should_match": 0}},
                "size": CANDIDATES,
                "_source": False,
                "docvalue_fields": ["vector"],
                "track_total_hits": False,
            }
        )
        hits = [hit for hit in answer["hits"]["hits"] if "fields" in hit]
        if not hits:
            return []
        stored = b"".join(base64.b64decode(hit["fields"]["vector"][0]) for hit in hits)
        alike = likeness(np.frombuffer(stored, np.int8).reshape(-1, DIMENSION), vector)
        order = np.argsort(-alike, kind="stable")[:count]
        return [(int(hits[place]["_id"]), float(alike[place])) for place in order]

    def like(self, terms: Sequence[str], question: Question, count: int) -> list[tuple[int, float]]:
        """See the seam."""
        alike = {
            "more_like_this": {
                "fields": ["terms"],
                "like": " ".join(terms),
                "max_query_terms": RAREST,
                "min_term_freq": 1,
                "min_doc_freq": 1,
                "minimum_should_match": 1,
            }
        }
        narrowed = _query(Question(seen_by=question.seen_by, filters=question.filters), narrowed=True)
        answer = self._ask(
            {
                "query": {"bool": {"must": [alike], "filter": [narrowed]}},
                "size": count,
                "_source": False,
                "track_total_hits": False,
            }
        )
        return [(int(hit["_id"]), float(hit["_score"])) for hit in answer["hits"]["hits"]]

    def health(self) -> Health:
        """See the seam."""
        try:
            state = self.client.cluster.health(params={"request_timeout": 3})
            index = self.index_name()
            entries = int(self.client.count(index=self.prefix)["count"]) if index else 0
        except (NotReached, TransportError, SearchUnavailable) as fault:
            return Health(answers=False, entries=0, words=type(fault).__name__)
        words = f"opensearch, {state['status']}, {state['number_of_nodes']} nodes, {index or '–'}"
        return Health(answers=state["status"] != "red", entries=entries, words=words)

    def close(self) -> None:
        """See the seam."""
        self.client.close()


def _query(question: Question, *, narrowed: bool = False) -> dict[str, Any]:
    """The words and who may see; with the filters too if `narrowed`."""
    scored: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for clause in question.clauses:
        (refused if clause.unwanted else scored).append(_clause(clause))
    filters: list[dict[str, Any]] = []
    if question.seen_by is not None:
        filters.append({"terms": {"mark": list(question.seen_by)}})
    if narrowed:
        filters.append(_all_of(question.besides("")))
    return {"bool": {"must": scored or [{"match_all": {}}], "must_not": refused, "filter": filters}}


def _all_of(filters: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    parts = []
    for name, values in filters.items():
        if name in FACETS:
            parts.append({"terms": {name: list(values)}})
        else:
            parts.append({"terms": {"mark": [f"{name}:{value}" for value in values]}})
    return {"bool": {"filter": parts}}


def _clause(clause: Clause) -> dict[str, Any]:
    options: list[dict[str, Any]] = []
    for option in clause.options:
        if len(option) > 1:
            options.append({"match_phrase": {"terms": " ".join(option)}})
            continue
        options.append({"term": {"terms": option[0]}})
        if clause.beginning and len(option[0]) >= SHORTEST_BEGINNING:
            options.append({"prefix": {"terms": option[0]}})
    return {"bool": {"should": options, "minimum_should_match": 1}}
