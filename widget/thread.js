// What a conversation window shows, in order: the server's messages by `seq`, the campaign's message that was not answered
// yet, and what is still to be sent. Knows nothing of network and storage.

// What somebody typed, as blocks.
export function typed(text) {
  const spans = text.split("\n").flatMap((line, at) => at ? [{ break: true }, { text: line }] : [{ text: line }]);
  return [{ type: "text", spans: spans.filter((span) => span.break || span.text) }];
}

// What is left of a message that was answered or closed: what leads somewhere. The server says the same of it.
export const said = (blocks) => blocks.filter(({ fields }) => !fields).map((block) => block.buttons ? {
  ...block, buttons: block.buttons.filter(({ action }) => action === "link"),
} : block).filter(({ buttons }) => !buttons || buttons[0]);

export function newThread() {
  let messages = [];
  let opening = null;
  let answered = false;

  return {
    clear() {
      messages = [];
    },
    add(told) {
      const fresh = told.filter(({ seq }) => !messages.some((message) => message.seq === seq));
      messages = [...messages, ...fresh].sort((one, other) => one.seq - other.seq);
    },
    // The campaign's message stands at the end until it is answered; the answer opens a conversation that begins with it.
    open(message) {
      const { id, agent, blocks, at = new Date().toISOString() } = message;
      opening = { ...agent, id, blocks, author: "campaign", at };
      answered = false;
    },
    answer() {
      answered = true;
      opening = { ...opening, blocks: said(opening.blocks), seq: 0 };
      messages = [];
    },
    // It was closed: its words stay, but what could be pressed would answer nothing any more.
    leave() {
      if (opening && !answered && opening.seq === undefined) opening = { ...opening, blocks: said(opening.blocks), seq: 0 };
    },
    latestAnswer: () => messages.findLast(({ author }) => author === "agent"),
    // Whom the visitor is talking to: who answered last, until then whose message it was that they replied to.
    partner: () => messages.findLast(({ author, name }) => author !== "visitor" && name),
    answersAfter: (seq) => messages.filter((message) => message.author === "agent" && message.seq > seq).length,
    latestAt: () => messages.length ? Date.parse(messages[messages.length - 1].at) : 0,
    entries(unsent, failed) {
      const pending = unsent.filter(({ id }) => !messages.some((message) => message.id === id)).map(({ id, text }) => ({
        id, author: "visitor", blocks: typed(text), state: failed.has(id) ? "failed" : "sending",
      }));
      if (!opening) return [...messages, ...pending];
      if (!answered) return [...messages, opening, ...pending];
      const begun = messages.some(({ author }) => author === "campaign");
      return [...(begun ? [] : [opening]), ...messages, ...pending];
    },
  };
}
