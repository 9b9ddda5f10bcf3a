"""Analytics of judicial practice beside the judge: the web face of jurimetrics and its jobs."""
