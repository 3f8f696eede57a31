"""Poses say where the feet are: each foot's points and its picture."""
