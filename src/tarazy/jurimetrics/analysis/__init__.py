"""Text analysis: which language, which sentences, which terms; the same from the index to the models."""

from tarazy.jurimetrics.analysis.analyser import Analyser, Token, analyser_for
from tarazy.jurimetrics.analysis.kazakh import kazakh_stem
from tarazy.jurimetrics.analysis.language import UNDETERMINED, detect_language
from tarazy.jurimetrics.analysis.sentences import sentences

__all__ = [
    "UNDETERMINED",
    "Analyser",
    "Token",
    "analyser_for",
    "detect_language",
    "kazakh_stem",
    "sentences",
]
