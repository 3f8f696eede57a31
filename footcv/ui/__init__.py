"""What people see: drawings over the picture."""
