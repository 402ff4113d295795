"""Stub."""
def is_short_form(document):
    return False
def read_short_form(document):
    return None, None, []
