"""The robot: drafts of acts where the law leaves no discretion; never a signature."""
