"""What happened: field declarations, events, and facts about leads from many sources."""
