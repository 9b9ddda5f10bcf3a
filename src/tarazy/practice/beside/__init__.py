"""Practice beside the desk: the five answers for the case whose act is being written, and what the draft still lacks.

It stands beside the judge and never in the way: it can be switched off for a person and for a case, warns and stops
nothing, and each answer that was shown is told to who keeps the log of uses.
"""
