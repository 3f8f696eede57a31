"""Renders feet, trains the foot landmark network on them and exports it."""
