"""Search and commands from everywhere (⌘K): one dialog in the frame of every page.

`choices` says what can be chosen, `offers` finds it for what is typed, `palette` is the dialog.
"""
