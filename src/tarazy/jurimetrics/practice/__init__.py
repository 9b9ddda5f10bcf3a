"""The practice of a bank of acts: built into one directory, then asked about any act or claim."""

from tarazy.jurimetrics.practice.ask import ANSWERS, Answer, Practice, PracticeMissing, TraceAnswer
from tarazy.jurimetrics.practice.build import build_practice

__all__ = ["ANSWERS", "Answer", "Practice", "PracticeMissing", "TraceAnswer", "build_practice"]
