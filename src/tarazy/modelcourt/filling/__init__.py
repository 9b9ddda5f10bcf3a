"""Filling a database with the model country: its courts, people, and cases in every stage, relative to today.

Everything goes through the rooms' own actions with past times, so that dockets, ledger, time limits, tasks and receipts
are true. Refused where data isn't model data. See ADR 0024.
"""
