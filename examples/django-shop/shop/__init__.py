"""An invented bookshop, as Django projects are: members, orders, reviews, an admin. It knows nothing of Jikim."""
