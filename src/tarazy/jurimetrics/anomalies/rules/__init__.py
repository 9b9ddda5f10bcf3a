"""A file per rule that an act can conflict with, all over one `Decision`; words are data beside them."""
