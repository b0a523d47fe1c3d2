"""The layers, one declaration a file."""
