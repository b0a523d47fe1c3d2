"""The functions of the language, one file a theme; importing a module declares what is in it, and does
nothing else.
"""
