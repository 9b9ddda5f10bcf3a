"""Webhooks: programs of parties hear that something happened in a case, signed and with a log of deliveries."""
