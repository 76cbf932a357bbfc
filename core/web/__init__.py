"""The visitor API: Flask views, their wire, and the ASGI front that serves them."""
