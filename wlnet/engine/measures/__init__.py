"""The measurements, one declaration each, by what they are counted from."""
