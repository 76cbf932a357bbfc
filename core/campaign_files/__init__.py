"""Campaigns as files: carried between installations, kept beside other texts, and the gallery of ready ones.

`exporting` writes a file, `reading` takes one in, `planning` says what an import would do, `importing` does it (and
undoes it); `fields` is how each field of a draft stands in a file, `schema` says the same as a JSON Schema
(docs/campaign-files.md).
"""
