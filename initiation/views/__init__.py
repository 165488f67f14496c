"""The pages of projects, stages, evidence and raw data."""
