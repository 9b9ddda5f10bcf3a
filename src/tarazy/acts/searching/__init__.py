"""Search engines of the bank behind one seam: what is kept of an act, what can be asked, how changes reach the index.

`engine.py` is the seam; `tantivy_engine.py` and `opensearch_engine.py` are behind it; `opening.py` opens the one that
`SEARCH_URL` names. Whoever saves or deletes acts says `changes.note(rows)` in the same transaction and
`changes.apply_soon()` after it.
"""
