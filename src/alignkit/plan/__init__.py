"""How the goals will be met: the reverse funnel, tasks with one accountable owner, a playbook per stage."""
