"""What was done, written down: JSON, CSV and the table."""
