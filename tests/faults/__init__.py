"""What can go wrong around the running program: real processes, real HTTP, real databases."""
