"""Processes killed and servers taken away while work goes on."""
