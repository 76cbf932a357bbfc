"""What the product costs its visitors and their websites, measured side by side with yardsticks."""
