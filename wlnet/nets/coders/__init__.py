"""Encoders and decoders, one declaration a file."""
