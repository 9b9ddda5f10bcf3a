"""Drafts of acts from findings: every sentence from the table, tied to the condition behind it; ru and kk."""

from tarazy.robot.drafting.head import Head, HeadLacks
from tarazy.robot.drafting.writing import draft

__all__ = ["Head", "HeadLacks", "draft"]
