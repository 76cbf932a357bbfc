// The conversation: sends what the visitor writes and asks for news. Fetched when the visitor answers, opens the window or
// has a conversation already. `host` is host.js: {state, set(changes), portrayed(agent),
// replied: the message that was answered before this was here}.
import { NARROW } from "./narrow.js";
import { retell } from "./retell.js";
import { newThread } from "./thread.js";

const LIVELY_MS = 1500;
const QUIET_MS = 5000;
const LIVELY_FOR_MS = 30 * 60000;
const GOING_ON_MS = 30 * 60000;
const SLOWEST_MS = 30000;
const MOST_DOUBLINGS = 4;
const FULL_POLL = 100;

export function conversation(page, box, { state, set, portrayed, replied }) {
  const thread = newThread();
  const failed = new Set();
  const opened = page.name + ".open";
  let key = null;
  let open = true;
  let after = 0;
  let seen = 0;
  let failures = 0;
  let polling = false;
  let timer = 0;
  let stirred = Date.now();
  let ahead = 0;
  let begun = null;

  const visible = () => document.visibilityState === "visible";
  const looked = () => state.view === "open" && visible();
  // By the server's clock: the visitor's may be days off.
  const within = (span) => Date.now() - ahead - thread.latestAt() < span;
  const unsent = () => {
    const all = box.items();
    return Object.keys(all).filter((id) => all[id].text).map((id) => ({ id, ...all[id] }));
  };
  const show = () => {
    const partner = thread.partner();
    if (!state.proactive) thread.leave();
    if (looked()) seen = Math.max(seen, after);
    const unread = thread.answersAfter(seen);
    const changes = {
      entries: thread.entries(unsent(), failed),
      unread,
      closed: !!key && !open,
      live: !!key && open && within(GOING_ON_MS),
    };
    if (!state.proactive) {
      if (partner) changes.agent = partner;
      if (unread && state.view !== "open") {
        const answer = thread.latestAnswer();
        Object.assign(changes, { view: "message", channel: "chat", agent: answer, blocks: answer.blocks });
      } else if (state.view === "message" && !state.draft) {
        // Read in another tab.
        Object.assign(changes, { view: "closed", blocks: null });
      }
    }
    return set(changes);
  };
  const add = (messages) => thread.add(messages.map(portrayed));
  const enter = (next) => {
    if (key === next) return;
    key = next;
    after = seen = 0;
    thread.clear();
  };

  // A campaign's message was answered: a conversation begins with it.
  const begin = (message) => {
    if (!message || begun === message) return;
    begun = message;
    thread.open(message);
    thread.answer();
    enter(null);
  };

  // Asks often while the window is open, and for half an hour after the last message or sign of life; then less, and never
  // in a tab that nobody sees.
  const lively = () => looked() || within(LIVELY_FOR_MS) || Date.now() - stirred < LIVELY_FOR_MS;
  function later(wait) {
    const pause = Math.min((lively() ? LIVELY_MS : QUIET_MS) * 2 ** failures, SLOWEST_MS);
    clearTimeout(timer);
    if (key && visible()) timer = setTimeout(poll, wait ?? pause);
  }
  async function poll() {
    if (polling || !key) return;
    const asked = key;
    const read = looked() ? after : seen;
    let again;
    polling = true;
    try {
      const news = await page.post("poll", { conversation: key, after, read: read || undefined });
      failures = 0;
      ahead = Date.now() - Date.parse(news.now) || 0;
      if (asked === key) {
        const { messages } = news;
        const full = messages.length === FULL_POLL;
        const changed = messages.length || open !== news.open || seen < news.read;
        add(messages);
        if (messages.length) after = messages[messages.length - 1].seq;
        seen = Math.max(seen, news.read);
        open = news.open;
        if (changed && !full) await show();
        if (full || (looked() && after > read)) again = 0;
      } else again = 0;
    } catch (problem) {
      failures = Math.min(failures + 1, MOST_DOUBLINGS);
      if (problem.status === 404) enter(null);
    }
    polling = false;
    later(again);
  }

  // Sends what waits, oldest first, in one tab at a time; the id makes a repeated reply the same reply.
  const alone = (work) => navigator.locks ? navigator.locks.request(page.name + ".unsent", work) : work();
  async function flush(wait = LIVELY_MS) {
    let retry = false;
    await show();
    await alone(async () => {
      for (const { id, ...reply } of unsent()) {
        try {
          const sent = await page.post("messages", {
            language: navigator.language, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, ...reply, id,
          }, true);
          box.change(id);
          failed.delete(id);
          enter(sent.conversation.key);
          open = sent.conversation.open;
          add([sent.message]);
        } catch ({ status, code }) {
          const refused = status >= 400 && status < 500 && status !== 429;
          failed.add(id);
          retry ||= !refused;
          if (/^(impression|conversation|form)/.test(code)) {
            // What it referred to is gone, or the form is not taken; the words are not lost.
            const left = /^form/.test(code) ? {} : { impression: undefined, conversation: undefined };
            box.change(id, { ...reply, form: undefined, ...left });
            retry ||= !!(reply.impression || reply.conversation || reply.form);
          } else if (!refused || status === 401) break;
        }
      }
    });
    await show();
    if (retry) setTimeout(() => quietly(flush(Math.min(wait * 2, SLOWEST_MS))), wait);
    later(0);
  }
  const wake = () => {
    stirred = Date.now();
    later(0);
  };
  const stir = () => {
    if (lively()) stirred = Date.now();
    else wake();
  };
  for (const sign of ["input", "scroll", "pointermove"]) addEventListener(sign, stir, { capture: true, passive: true });
  document.addEventListener("visibilitychange", wake);
  addEventListener("focus", wake);
  addEventListener("online", () => quietly(flush()));
  begin(replied);

  // An open window is open on the next page, too, in this tab.
  addEventListener("pagehide", () => remember((kept) => {
    if (page.store && state.view === "open") kept.setItem(opened, "1");
    else kept.removeItem(opened);
  }));

  return {
    // The window was opened; `message`: a campaign's that was not answered yet.
    async open(message) {
      if (message) thread.open(message);
      await set({ view: "open", focus: true, entries: thread.entries(unsent(), failed) });
      later(0);
      await show();
    },
    show,
    // What was answered has been read; each poll says so, and one that may outlive the page says it now.
    async read() {
      seen = after;
      await show();
      if (key) await page.post("poll", { conversation: key, after, read: seen }, true);
    },
    // A reply is in the outbox by this id; `message`: the campaign's that was answered last.
    send(id, message) {
      const reply = box.items()[id];
      begin(message);
      if (key && reply && !reply.impression) box.change(id, { ...reply, conversation: key });
      // Who closed the message while its reply waited is not met by a window.
      if (state.proactive ? state.blocks === message?.blocks : state.view !== "closed") {
        Object.assign(state, { view: "open", focus: true, blocks: null, draft: "", proactive: false });
      }
      quietly(flush());
    },
    retry() {
      failed.clear();
      return flush();
    },
    // A boot was answered: another page view, maybe another conversation.
    async arrive() {
      retell(page, box);
      const told = page.answer.conversation;
      let wasOpen = false;
      if (told) {
        enter(told.key);
        ({ open } = told);
        wasOpen = page.store && remember((kept) => kept.getItem(opened));
        remember((kept) => kept.removeItem(opened));
      }
      if (wasOpen && !matchMedia(NARROW).matches) {
        // Drawn when the thread is known, so that nothing in it changes under the visitor's eyes.
        Object.assign(state, { view: "open", focus: false });
        await poll();
        return unsent()[0] ? flush() : show();
      }
      await Promise.all([visible() && poll(), unsent()[0] && flush()]);
      return show();
    },
  };
}

function quietly(promise) {
  promise.catch(() => {});
}

function remember(work) {
  try {
    return work(sessionStorage);
  } catch {
    return null;
  }
}
