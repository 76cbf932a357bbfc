// The chat: the message as a bubble beside its sender and, fetched when there is a conversation, the window.
//
// content: {view: "closed" | "message" | "open", channel, site: {colour, text_colour, position, launcher, texts}, direction,
//   agent: {name, title, picture} | null, blocks: […] | null, entries: […], unread, closed, draft, focus}
// actions: open, close, toggle, dismiss, draft(text), reply(text), retry, clicked, pressed(id); false from one: it could not
//   be done
import { draw } from "../blocks.js";
import { composer } from "../composer.js";
import { element, icon, onEscape, portrait, sheet } from "../dom.js";
import { BUBBLE } from "../styles.js";
import { TEXTS, wording } from "../texts.js";

export function render(root, first, actions) {
  const live = element("div", { "aria-live": "polite" });
  const layer = element("div", { class: "layer" }, live);
  const launcher = root.querySelector("button");
  let content = { view: "closed" };
  let bubble, opened;

  function drawBubble({ view, site, agent, blocks, draft }) {
    if (view !== "message") {
      bubble = live.replaceChildren();
      return;
    }
    const say = wording(site.texts, TEXTS);
    if (!bubble) {
      const answer = composer(say, actions);
      const name = element("div", { class: "name" });
      const body = element(
        "div", { class: "body", tabindex: 0, click: (event) => event.target.closest("a") || actions.open() },
      );
      const close = element(
        "button", { class: "close", "aria-label": say("dismiss"), click: actions.dismiss }, icon("M6 6l12 12M18 6L6 18"),
      );
      const who = element("div");
      const node = element("section", {}, who, element("div", { class: "card" }, name, body, answer.node, close));
      bubble = { node, who, name, body };
      live.append(node);
      answer.put(draft);
    }
    bubble.node.className = "bubble " + site.position;
    if (bubble.blocks === blocks && bubble.agent === agent) return;
    Object.assign(bubble, { blocks, agent });
    bubble.node.ariaLabel = say("message_from", agent.name);
    bubble.who.replaceChildren(portrait(agent));
    bubble.name.replaceChildren(element("bdi", {}, agent.name), element("small", {}, element("bdi", {}, agent.title)));
    bubble.body.replaceChildren(...draw(blocks, actions));
  }

  // The window has the launcher's other looks with it: open, and with a count. One that could not be fetched (0) is
  // asked for again when the visitor opens it.
  async function drawWindow(before) {
    if (content.view === "open" || content.entries[0] && opened !== 0) {
      opened ||= actions.load("window.js")
        .then((module) => module.chatWindow(layer, launcher, first.site.texts, actions)).catch(() => {
          opened = 0;
          if (content.view === "open") actions.close();
        });
    }
    const pane = await opened;
    if (pane) pane.update(content, before);
  }

  function update(next) {
    const before = content.view;
    const { site } = content = next;
    layer.dir = next.direction;
    root.host.style.setProperty("--brand", site.colour);
    root.host.style.setProperty("--on-brand", site.text_colour);
    launcher.hidden = site.launcher !== "always" && next.view === "closed" && !next.blocks && !next.entries.length;
    drawBubble(next);
    return drawWindow(before);
  }

  root.adoptedStyleSheets.push(sheet(BUBBLE));
  launcher.onclick = actions.toggle;
  root.append(layer, launcher);
  onEscape(root, () => {
    if (content.view === "message") actions.dismiss();
    else if (content.view === "open") actions.close();
  });
  update(first);
  return { update };
}
