"""The visual condition builder: `condition_builder` edits a rule, `tree_view` shows it by `groups` and `rows`."""
