"""What both teams answer for: metrics, figures, goals, scorecards, and their assessment."""
