"""What is filed: files kept by their content, checked, read by machine and confirmed by people, rendered, stamped.

Seams, with what an installation sets:

- `STORAGE_URL`: where bytes are kept. `file:///folder` (default: `files` in the home folder) or
  `storages://alias`, a storage of Django's `STORAGES`. `documents.store.content_store()` gives the store.
- `VIRUS_SCANNER_URL`: `clamd://host:port`, default none. `documents.scanner.scanner()`; whatever has
  `scan(file) -> Verdict` fits. While a scanner is set a document is `checking` until it has answered.
- `DOCUMENT_MAX_BYTES`, `DOCUMENT_MAX_PAGES`, `DOCUMENT_MAX_PIXELS`: limits (`documents.limits.limits()`).
- `documents.access.register(provider)`: rooms above say which further documents a user may see, as a `Q` over
  `Document`; without one, only the owner does. `documents.access.document_read` is sent whenever somebody reads.
- `documents.rendering.render_pdf(template, values, language)`: court papers as PDF/A; a new paper is one file in
  `rendering/papers/`.
- `documents.cards.claim_card(text, words)`: a card of a claim from its text, a confidence for each field.
- `documents/upload_field.html`: the field for files which forms of other rooms include; it posts the ids of
  documents as `documents`. Their views take them with `documents.uploads.documents_of(request)`.
"""
