"""What every learned part of the room shares: text features, calibration, conformal sets, splits, figures,
cards.
"""
