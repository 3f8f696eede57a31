"""Repetitions become coaching: what the prescription says of them, and what the person is told. Pure: values in, values out."""
