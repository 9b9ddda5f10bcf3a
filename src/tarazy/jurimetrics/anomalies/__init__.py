"""Spot anomalies."""
