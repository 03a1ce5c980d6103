"""A Django app with sealed fields, beside the shop's."""
