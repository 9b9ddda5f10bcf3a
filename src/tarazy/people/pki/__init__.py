"""The project's own test PKI: certificates, revocation (CRL, OCSP) and time stamps, so that signing is real.

Nothing of it has legal force: every certificate says so in its issuer's name and in its policy. The national
certification centre is another matter (see `tarazy.documents.signatures`).
"""
