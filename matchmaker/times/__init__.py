"""Times: people's free hours in a week, the zones they live in, where two of them meet, and months counted back."""
