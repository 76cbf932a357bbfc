// Stage three: what is on screen and what becomes of it. State goes down to the channel as `content`, what the visitor
// does comes back through `actions`; channels know nothing of storage and network.
import { outbox } from "./outbox.js";
import { stage } from "./stage.js";

export default function host(page) {
  const box = outbox(page);
  const clear = { view: "closed", blocks: null, draft: "", proactive: false };
  const state = { ...clear, entries: [], unread: 0 };
  let proactive, talking, waiting;

  const content = () => ({
    ...state,
    by: state.view === "message" ? state.channel : "chat",
    site: page.answer.site,
    direction: getComputedStyle(document.documentElement).direction,
  });
  const change = (changes) => {
    const waited = page.busy;
    Object.assign(state, changes);
    page.busy = state.view !== "closed" || state.live;
    if (waited && !page.busy) page.tick?.();
    waiting?.();
  };
  // Draws the state; where that can't be, the screen is free for others.
  const set = async (changes) => {
    change(changes);
    try {
      await draw();
    } catch (problem) {
      change({ view: "closed" });
      throw problem;
    }
  };
  const portrayed = (agent) => ({ ...agent, picture: agent.picture && page.url(agent.picture).href });
  const report = (event) => proactive && box.report(proactive.impression, event);
  const talk = async () => {
    const module = talking || await page.load("conversation.js");
    return talking ||= module.conversation(page, box, { state, set, portrayed });
  };

  const commands = {
    close: () => set({ view: "closed", focus: true }),
    open: async () => {
      report("opened");
      return (await talk()).open(proactive);
    },
    toggle: () => state.view === "open" ? commands.close() : commands.open(),
    dismiss: async () => {
      report("dismissed");
      const answered = proactive;
      proactive = null;
      await set(clear);
      await (answered ? talking?.show() : talking.read());
    },
    draft: (text) => {
      state.draft = text;
    },
    clicked: () => report("clicked"),
    answered: () => report("answered"),
    reply: async (text) => {
      // What takes the reply must be here before the message counts as answered.
      (await talk()).send(text, proactive);
      proactive = null;
    },
    retry: () => talking.retry(),
  };
  const actions = { load: page.load };
  for (const name of Object.keys(commands)) {
    actions[name] = async (detail) => {
      try {
        await commands[name](detail);
      } catch {
        // What could not be done is no fault of the channel.
        return false;
      }
    };
  }
  const draw = stage(page.load, () => page.draw() || page.root, content, actions);

  // A page's commands arrive here as they were given: of what visitors do, it may open and close.
  return {
    open: actions.open,
    close: actions.close,
    self() {
      return this;
    },
    // All that shows a message of this channel; returns itself when it is here.
    async prepare(name) {
      await draw(name);
      return this;
    },
    // A claim was granted: show its message, in the window if that is open by now, and say so once it has been painted.
    // An answer that came before it keeps the screen and the visitor's next words: the message waits until it is closed.
    async say({ message, impression }, view, id) {
      while (state.view === "message" || state.view === "open" && state.live) await new Promise((go) => {
        waiting = go;
      });
      if (page.view !== view) return;
      message.agent = portrayed(message.agent);
      if (state.view === "closed") state.view = "message";
      await set({ ...message, proactive: true });
      proactive = { ...message, id, impression, view };
      if (state.view === "open") await (await talk()).open(proactive);
      requestAnimationFrame(() => requestAnimationFrame(() => report("shown")));
    },
    // A boot was answered. A message that nobody has begun to answer goes with its page.
    async arrive() {
      if (state.view === "message" && !state.draft && proactive && proactive.view !== page.view) {
        proactive = null;
        await set(clear);
      }
      box.flush();
      if (page.answer.conversation || page.entry(".unsent") || talking) {
        // Nothing is claimed before it is known what was answered since.
        page.busy = true;
        try {
          await (await talk()).arrive();
        } finally {
          change();
        }
      }
    },
  };
}
