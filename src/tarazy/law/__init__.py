"""Norms as dated data in jurisdiction packs, and pure functions over them. The code knows no country."""
