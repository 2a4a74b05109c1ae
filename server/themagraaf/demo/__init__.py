"""Deliveries of Voorbeeldstad, a municipality that does not exist."""

from themagraaf.demo.leveringen import write_deliveries

__all__ = ["write_deliveries"]
