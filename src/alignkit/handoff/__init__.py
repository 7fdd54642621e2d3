"""Who must act, by when: SLAs, clocks, acceptance and rejection, the work list."""
