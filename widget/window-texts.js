// The words of the window; see texts.js.
export const WINDOW_TEXTS = {
  launcher: "Open chat",
  close: "Close chat",
  title: "Chat with us",
  greeting: "Hello. How can we help?",
  conversation: "Conversation",
  you: "You",
  not_sent: "Not sent",
  retry: "Try again",
  closed: "This conversation is closed. Write to open it again.",
  unread: "{count} unread",
};
