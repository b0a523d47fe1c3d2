"""Data sets, examples and ready nets, each found by name.

A data set is its official files: found in a folder that the user names, in the cache, or downloaded, and
always checked by SHA-256, so that a name never gives other data than it promises.  Where nothing can be
had, a message says what was tried.  Rejected: shipping data in the package (size and licences), and silent
replacement by smaller data (results that look right and are not).
"""
