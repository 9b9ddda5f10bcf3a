"""Where the robot's data come from: registers over HTTP, the court's own registry, the papers of the case."""
