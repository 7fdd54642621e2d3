"""What can never be, what always is, and what is said twice: static analysis of rules and scores."""
