"""What is remembered of a learner: an append-only log of attempts, and what follows from it."""
