"""Bringing a campaign to a visitor: what boot may offer (plans, decisions), the claim that decides who is shown what
(claims, visitors, revisions), and what became of it (events).
"""
