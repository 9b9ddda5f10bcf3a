"""Pages of publication: for those who confirm, and for everybody who reads."""
