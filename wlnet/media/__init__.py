"""Pictures as values: Image, and text made into pictures.

An image holds one numpy array and a colour space, is never written to, and shares its memory where it can,
so sixty thousand digits are sixty thousand views into one array.  Pillow draws and resizes, matplotlib
knows where the fonts of the machine are; both are imported on first use.  Rejected: images as nested lists
(slow), and Pillow's own images as values (mutable, and without reals).
"""
