"""What a campaign is and when it fires; knows no plugin and no interface."""
