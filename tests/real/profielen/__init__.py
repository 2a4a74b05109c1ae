"""What is published, held to the profiles that others wrote."""
