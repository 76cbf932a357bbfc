// The words of launcher and bubble; those of the window are in window-texts.js. A site words any of them differently
// through `site.texts`, by these names.
export const TEXTS = {
  dismiss: "Close message",
  message_from: "Message from {name}",
  reply: "Write a reply",
  send: "Send",
  sending: "Sending",
};

// `wording(site.texts, TEXTS)("message_from", "Ada")`: the one value of a text stands for its `{…}`.
export const wording = (own, texts) => (name, value) => ("" + (own[name] || texts[name])).replace(/\{\w+\}/, () => value);
