"""The commands of the command line: what each reads, asks and shows, at the edge of the library."""
