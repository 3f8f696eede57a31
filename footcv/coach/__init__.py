"""Repetitions become coaching: what the prescription says of them. Pure: values in, values out."""
