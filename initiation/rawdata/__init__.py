"""Raw data of a project: measuring a file without trusting it."""
