"""What lies behind the places where a learner tries things out: pure state, no screen, no file."""
