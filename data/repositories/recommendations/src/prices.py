"""How prices look beside a product."""


def shown(cents, currency="EUR"):
    return f"{cents / 100:.2f} {currency}"
