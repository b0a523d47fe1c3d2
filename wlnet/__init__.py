"""Wolfram Language neural-network programs, run on PyTorch."""
