"""Groundwork on one machine: embedded servers, our own processes, and who watches them."""
