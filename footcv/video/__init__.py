"""Pictures in and out: files, cameras and streams become frames, frames become a video."""
