"""The simulator: a form for what is made up of a page view, and what would become of each campaign on it."""
