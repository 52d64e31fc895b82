"""What was bought together in the last ninety days."""


def pairs(orders):
    """Each pair of products of an order, once."""
    for order in orders:
        products = sorted(set(order))
        for index, product in enumerate(products):
            for other in products[index + 1 :]:
                yield product, other
