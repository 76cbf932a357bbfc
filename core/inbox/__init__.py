"""Conversations: the visitor's side (visitor_side), the team's (conversations to read, answers to act), and the entries
that both write.
"""
