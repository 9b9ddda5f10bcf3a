"""What is done with acts on their way to the public: one file a verb."""
