"""What screens are made of: each shows something or posts a message, and knows no screen."""
