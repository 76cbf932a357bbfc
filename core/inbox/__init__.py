"""Conversations: the visitor's side (visitor_messages to write, visitor_news to read), the team's (conversations to
read, answers to act), and the entries that both write.
"""
