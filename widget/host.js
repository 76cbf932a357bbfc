// Stage three: what is on screen and what becomes of it. State goes down to the channel as `content`, what the visitor
// does comes back through `actions`; channels know nothing of storage and network.
import { outbox } from "./outbox.js";
import { stage } from "./stage.js";

export default function host(page) {
  const box = outbox(page);
  const clear = { view: "closed", blocks: null, draft: "", proactive: false };
  const state = { ...clear, entries: [], unread: 0 };
  let proactive, replied, talking, ready, waiting;

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
  const report = (event, button) => proactive && box.report({ event, button, impression: proactive.impression });
  const talk = async () => {
    const module = talking || await page.load("conversation.js");
    return talking ||= module.conversation(page, box, { state, set, portrayed, replied });
  };
  // What the visitor writes is shown in the window: until that is here, too, what is on screen stays.
  const meet = async () => ready ||= (await Promise.all([talk(), page.load("window.js")]))[0];

  const commands = {
    close: () => set({ view: "closed", focus: true }),
    open: async () => {
      report("opened");
      return (await meet()).open(proactive);
    },
    toggle: () => state.view === "open" ? commands.close() : commands.open(),
    dismiss: async () => {
      report("dismissed");
      const answered = proactive;
      proactive = null;
      await set(clear);
      await (answered ? talking?.show() : talking?.read());
    },
    // Who begins to write will need what sends it.
    draft: (text) => {
      if (!state.draft) meet().catch(() => {});
      state.draft = text;
    },
    clicked: () => report("clicked"),
    pressed: (button) => report("pressed", button),
    // `said`: what was typed, or `{text, form}` with a contact form. It is kept before anything is waited for: the server
    // may be away, and the page be left. Done once it stands in the window.
    reply: async (said) => {
      const id = page.newId();
      box.change(id, {
        ...said.text ? said : { text: said }, impression: proactive?.impression, url: location.href, title: document.title,
      });
      replied = proactive || replied;
      proactive = null;
      while (!ready) await meet().catch(() => new Promise((go) => setTimeout(go, 3e3)));
      talking.send(id, replied);
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
      if (state.view === "open") await talking.open(proactive);
      requestAnimationFrame(() => requestAnimationFrame(() => report("shown")));
    },
    // A boot was answered. A message that nobody has begun to answer goes with its page.
    async arrive() {
      if (state.view === "message" && !state.draft && proactive && proactive.view !== page.view) {
        proactive = null;
        await set(clear);
      }
      if (page.answer.conversation || Object.keys(box.items())[0] || talking) {
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
