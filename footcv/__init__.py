"""footcv: a foot-exercise coach that watches through a webcam or reads a recorded video."""

__version__ = "0.1.0"
