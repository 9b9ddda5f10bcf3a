"""Masking: an act as the public reads it, without people's names, numbers and addresses."""

from tarazy.acts.masking.mask import Masker, mask_decision, mask_with

__all__ = ["Masker", "mask_decision", "mask_with"]
