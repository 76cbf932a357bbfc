"""The list of smart messages: its filters, and what can be done from its rows. The page is admin_ui/pages/campaigns."""
