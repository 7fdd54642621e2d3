"""How the teams work as one: meetings, agenda, decisions, requests, pairs, shared activities, recognition, health."""
