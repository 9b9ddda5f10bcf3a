"""`tarazy bench load`: a registry with a million cases, driven over HTTP as courts and people would."""
