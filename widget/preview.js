// The mock widget: the real channel modules on a quiet page, in an iframe with `sandbox="allow-scripts"` that the admin
// serves from the same files. It has an opaque origin, no storage, and asks no server.
//
// in:  {type: "preview", content: {site: {colour, text_colour, position, launcher?, texts?}, agent: {name, title, picture},
//       blocks, view: "closed" | "message" | "open", device: "desktop" | "phone", direction: "ltr" | "rtl", channel?}}
// out: {type: "ready"} once, then {type: "view", view} whenever somebody opens, closes or answers in the preview.
import { element, sheet } from "./dom.js";
import { LAUNCHER } from "./launcher-styles.js";
import { stage } from "./stage.js";
import { wording } from "./texts.js";
import { said, typed } from "./thread.js";
import { WINDOW_TEXTS } from "./window-texts.js";

const PAGE = `
html{color-scheme:light dark;height:100%}
body{margin:0;height:100%;overflow:hidden;background:#f7f8fa}
main{max-width:880px;margin:0 auto;padding:24px}
main *{background:#e9ebef;border-radius:8px}
.bar{height:20px;width:30%;margin-bottom:32px}
.picture{height:200px;margin-bottom:24px;border-radius:12px}
.line{height:12px;margin-bottom:12px}
.short{width:60%}
.cards{display:grid;grid-template-columns:repeat(3,1fr);gap:16px;margin-top:32px;background:none}
.cards>*{height:120px;border-radius:12px}
.phone .cards{grid-template-columns:1fr}
.phone .picture{height:140px}
@media(prefers-color-scheme:dark){body{background:#0f1216}main *{background:#1b2028}.cards{background:none}}
`;

let host, words, draw;
let content = null;
let entries = [];

const say = (message) => parent.postMessage(message, "*");
const show = (changes) => {
  content = { ...content, ...changes };
  draw();
  say({ type: "view", view: content.view });
};
const opened = () => ({ view: "open", entries, focus: true, draft: "" });
const actions = {
  open: () => show(opened()),
  close: () => show({ view: "closed", focus: true }),
  toggle: () => show(content.view === "open" ? { view: "closed", focus: true } : opened()),
  dismiss: () => show({ view: "closed" }),
  draft: () => {},
  retry: () => {},
  clicked: () => {},
  load: (file) => import("./" + file),
  pressed: () => {},
  reply(told) {
    const text = told.text || told;
    const at = new Date().toISOString();
    const before = entries.map((entry, index) => index ? entry : { ...entry, blocks: said(entry.blocks), seq: 0 });
    entries = [...before, { id: "own-" + entries.length, author: "visitor", blocks: typed(text), at }];
    show(opened());
  },
};

// A widget takes its words once, as it does on a page: other words, another widget.
function begin({ site }) {
  host?.remove();
  host = element("smart-trigger");
  document.body.append(host);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(LAUNCHER)];
  const named = { class: "launcher", "aria-label": wording(site.texts || {}, WINDOW_TEXTS)("launcher") };
  root.append(element("button", named));
  const drawn = () => ({ ...content, by: content.view === "message" ? content.channel : "chat" });
  draw = stage(actions.load, () => root, drawn, actions);
}

function preview({ site, agent, blocks, view, device, direction, channel = "chat" }) {
  document.documentElement.dir = direction || "ltr";
  document.body.className = device;
  if (!content || JSON.stringify(content.blocks) !== JSON.stringify(blocks)) {
    const at = new Date().toISOString();
    const opening = { ...agent, id: "opening", author: "campaign", blocks, at, seq: JSON.stringify(blocks) };
    entries = blocks.length ? [opening] : [];
  }
  content = {
    site: { launcher: "always", texts: {}, ...site },
    agent, blocks, view, channel, direction, entries,
    unread: view === "closed" && blocks && blocks.length ? 1 : 0,
    draft: "",
  };
  if (words !== (words = JSON.stringify(site.texts || {}))) begin(content);
  host.className = site.position;
  host.style.setProperty("--brand", site.colour);
  host.style.setProperty("--on-brand", site.text_colour);
  return draw();
}

document.adoptedStyleSheets = [sheet(PAGE)];
const blocksOf = (...names) => names.map((name) => element("div", { class: name }));
document.body.append(element(
  "main", { "aria-hidden": "true" }, ...blocksOf("bar", "picture", "line", "line", "line short"),
  element("div", { class: "cards" }, ...blocksOf("", "", "")),
));
// Links lead nowhere here.
addEventListener("click", (event) => event.composedPath().some(({ href }) => href) && event.preventDefault(), true);
// What was drawn while the preview was out of sight has no height yet.
const fit = (box) => box.dispatchEvent(new Event("input"));
addEventListener("resize", () => host?.shadowRoot.querySelectorAll("textarea").forEach(fit));
addEventListener("message", (event) => {
  if (event.source === parent && event.data && event.data.type === "preview") preview(event.data.content);
});
say({ type: "ready" });
