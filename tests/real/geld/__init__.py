"""The real Iv3 deliveries and municipal fund of all municipalities."""
