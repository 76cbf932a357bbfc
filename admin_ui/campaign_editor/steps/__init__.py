"""The five steps of a smart message, and what each shares with the editor around it."""
