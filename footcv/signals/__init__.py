"""Feet become one signal each: angles, heights, paths and the foot's own picture. Pure: values in, values out."""
