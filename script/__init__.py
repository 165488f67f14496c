"""What the README's commands call: set-up, the local stack, and the test run."""
