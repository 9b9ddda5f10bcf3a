"""Pages of oversight: what is open to all, what parties see in their case, what overseers and judges work with."""
