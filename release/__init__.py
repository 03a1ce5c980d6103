"""What is released: the wheel, the source it is made from, and the list of what is installed with them."""
