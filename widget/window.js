// The chat window: who one talks to, what was said, the answer box. Drawn from `content` alone, entry by entry, so that a
// screen reader hears only what is new and nothing moves that did not change.
import { draw } from "./blocks.js";
import { composer } from "./composer.js";
import { element, icon, portrait, sheet } from "./dom.js";
import { NARROW } from "./narrow.js";
import { TEXTS, wording } from "./texts.js";
import { WINDOW } from "./window-styles.js";
import { WINDOW_TEXTS } from "./window-texts.js";

const NEAR_END_PX = 48;
const EMOJI_ALONE = /^(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\s])+$/u;
const MOST_EMOJI_LETTERS = 24;

export function chatWindow(layer, launcher, texts, actions) {
  const say = wording(texts, { ...TEXTS, ...WINDOW_TEXTS });
  const root = layer.getRootNode();
  const badge = element("span", { class: "badge", "aria-hidden": "true" });
  const picture = element("div");
  const name = element("h2", { dir: "auto" });
  const title = element("small", { dir: "auto" });
  const close = element(
    "button", { class: "close", "aria-label": say("close"), click: actions.close }, icon("M5 9l7 7 7-7"),
  );
  const thread = element("ol", { class: "thread", tabindex: 0 });
  // What is said into it is read out; a list that did that itself would be no list to a screen reader.
  const log = element("div", { class: "log", role: "log", "aria-label": say("conversation") }, thread);
  const greeting = element("p", { class: "greeting", dir: "auto" }, say("greeting"));
  const notice = element("p", { class: "notice" }, say("closed"));
  const answer = composer(say, actions);
  const pane = element(
    "dialog", { "aria-label": say("title"), tabindex: -1, close: () => showing && !pane.open && actions.close() },
    element("div", { class: "header" }, picture, element("div", { class: "who" }, name, title), close),
    log, greeting, notice, answer.node,
  );
  // Links in what was said before are followed, and tell nothing of the message that waits for an answer.
  const past = { ...actions, clicked() {}, pressed() {} };
  const drawn = new Map();
  const narrow = matchMedia(NARROW);
  let agent = null;
  let showing = false;

  function drawAgent(next) {
    if (agent === next && name.textContent) return;
    agent = next;
    picture.replaceChildren(...next ? [portrait(next)] : []);
    picture.hidden = !next;
    name.textContent = next && next.name || say("title");
    title.textContent = next && next.title || "";
    title.hidden = !title.textContent;
  }

  function drawEntries(entries) {
    const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR_END_PX;
    const kept = new Set();
    let grown = false;
    entries.forEach((entry, at) => {
      const look = placed(entry, entries[at - 1], entries[at + 1]);
      const before = drawn.get(entry.id);
      const signature = look.classes + entry.seq;
      kept.add(entry.id);
      if (before && before.signature === signature && before.node === thread.children[at]) return;
      const node = drawEntry(entry, look);
      if (before) before.node.replaceWith(node);
      else grown = true;
      if (thread.children[at] !== node) thread.insertBefore(node, thread.children[at] || null);
      if (before) node.style.animation = "none";
      drawn.set(entry.id, { node, signature });
    });
    for (const [id, { node }] of drawn) {
      if (kept.has(id)) continue;
      node.remove();
      drawn.delete(id);
    }
    thread.hidden = !entries.length;
    greeting.hidden = !!entries.length;
    const own = entries.length && entries[entries.length - 1].author === "visitor";
    if (atEnd || (grown && own)) thread.scrollTop = thread.scrollHeight;
  }

  function drawEntry(entry, { classes, first, last }) {
    const mine = entry.author === "visitor";
    const blocks = draw(entry.blocks, entry.seq >= 0 ? past : actions);
    if (entry.author === "system") return element("li", { class: "system", dir: "auto" }, ...blocks);
    const said = element("div", { class: "said" + (isEmoji(entry.blocks) ? " emoji" : "") }, ...blocks);
    return element(
      "li", { class: classes },
      first && (mine ? element("span", { class: "quiet" }, say("you")) : element("span", { class: "by", dir: "auto" }, entry.name)),
      first && !mine && portrait(entry),
      said,
      last && stateOf(entry),
    );
  }

  function stateOf({ state, at }) {
    if (state === "sending") return element("span", { class: "at" }, say("sending"));
    if (state === "failed") {
      return element(
        "span", { class: "at" }, say("not_sent") + " · ",
        element("button", { click: actions.retry }, say("retry")),
      );
    }
    return element("time", { class: "at", datetime: at, title: new Date(at).toLocaleString() },
      element("bdi", {}, clock(new Date(at))));
  }

  // Full screen on a phone, and no taller than what the on-screen keyboard leaves free.
  function fit() {
    pane.style.setProperty("--height", visualViewport.height + "px");
    pane.style.setProperty("--top", visualViewport.offsetTop + "px");
  }

  // Where it fills the screen it is modal: nothing behind it is met by Tab, by a screen reader or by the phone's back
  // button. Elsewhere the page goes on beside it. Only what the visitor does may take the focus, as being modal does.
  function unfold(asked) {
    const modal = narrow.matches && (asked || document.hasFocus());
    if (pane.open && pane.matches(":modal") === modal) return;
    pane.close();
    if (modal) pane.showModal();
    else pane.open = true;
  }

  // A finger that only opened the window is not met by a keyboard over half of it.
  function focus(answered) {
    const target = answered || !matchMedia("(pointer: coarse)").matches ? answer.box : pane;
    target.focus({ preventScroll: true });
  }

  function drawLauncher({ unread, view }) {
    const open = view === "open";
    launcher.classList.toggle("open", open);
    launcher.ariaExpanded = open;
    launcher.ariaLabel = say(open ? "close" : "launcher") + (unread ? ", " + say("unread", unread) : "");
    badge.textContent = unread;
    badge.hidden = !unread || open;
  }

  root.adoptedStyleSheets.push(sheet(WINDOW));
  launcher.append(badge);
  layer.append(pane);
  narrow.addEventListener("change", () => showing && unfold());
  if (window.visualViewport) {
    visualViewport.addEventListener("resize", fit);
    visualViewport.addEventListener("scroll", fit);
  }

  return {
    // `before` is the view that was drawn last: the focus follows the visitor only.
    update(content, before) {
      const { view, site, closed } = content;
      const opening = !showing && view === "open";
      showing = view === "open";
      drawLauncher(content);
      pane.className = "window " + site.position;
      if (opening) unfold(content.focus);
      if (!showing) pane.close();
      else {
        drawAgent(content.agent);
        drawEntries(content.entries);
        notice.hidden = !closed;
      }
      if (opening) {
        answer.put(content.draft.trim() && content.draft);
        thread.scrollTop = thread.scrollHeight;
      }
      if (view === before || !content.focus) return;
      if (view === "open") focus(before === "message");
      else if (view === "closed") launcher.focus();
    },
  };
}

// Where an entry stands among those of the same author.
function placed(entry, previous, next) {
  const who = ({ author, name }) => author === "visitor" ? author : author + name;
  const follows = (one, other) => one && other && who(one) === who(other) && !one.state === !other.state;
  const first = !previous || who(previous) !== who(entry);
  const last = !follows(entry, next) || entry.state === "failed";
  const names = ["entry", entry.author === "visitor" && "me", first && "first", last && "last", entry.state];
  return { first, last, classes: names.filter(Boolean).join(" ") };
}

function isEmoji(blocks) {
  const spans = blocks.length === 1 && blocks[0].spans || [];
  const text = spans.map((span) => span.text || "").join("");
  return text.length <= MOST_EMOJI_LETTERS && EMOJI_ALONE.test(text);
}

function clock(at) {
  const time = { hour: "2-digit", minute: "2-digit" };
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString([], today ? time : { day: "numeric", month: "short", ...time });
}
