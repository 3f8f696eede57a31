"""Frames become poses: MediaPipe behind one class, and the model files it needs."""
