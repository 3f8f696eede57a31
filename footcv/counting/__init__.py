"""A signal becomes repetitions and holds. Pure: values in, values out."""
