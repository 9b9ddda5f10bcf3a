"""Torelik, the registry: cases, proceedings by instance, parties, docket, stages, time limits, tasks."""
