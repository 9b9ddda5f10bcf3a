"""A synthetic country of courts, people, cases and acts with known truth. Always labelled as model data."""
