"""What generated folders are made of: the town its people live in, what is between them, what they are like."""
