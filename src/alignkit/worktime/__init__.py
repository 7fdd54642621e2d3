"""When people are at work: work calendars, work time between two instants, due times."""
