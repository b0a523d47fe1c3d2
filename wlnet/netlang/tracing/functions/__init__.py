"""What the functions of FunctionLayer may use, one file a theme."""
