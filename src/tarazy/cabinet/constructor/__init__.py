"""The claim constructor: from a person's answers to the paper a court can take, one question a page."""
