"""The editor of a smart message: what is drafted and saved, the steps, the condition builder, the mock widget."""
