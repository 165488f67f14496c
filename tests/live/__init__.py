"""Groundwork really running: servers, web, worker and beat in processes, for tests from outside."""
