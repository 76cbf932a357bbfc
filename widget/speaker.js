// What channels beside the chat draw alike: a message under its sender's name, in a layer with the site's colours.
import { draw } from "./blocks.js";
import { element, icon, portrait, sheet } from "./dom.js";
import { BUBBLE } from "./styles.js";
import { TEXTS, wording } from "./texts.js";

export function speaker(root, css, texts, actions) {
  const say = wording(texts, TEXTS);
  const layer = element("div", { class: "layer" });
  const who = element("div");
  const name = element("div", { class: "name" });
  const body = element("div", { class: "body", tabindex: 0 });
  const close = element(
    "button", { class: "close", "aria-label": say("dismiss"), click: actions.dismiss }, icon("M6 6l12 12M18 6L6 18"),
  );
  let drawn = {};

  root.adoptedStyleSheets.push(sheet(BUBBLE), sheet(css));
  root.append(layer);
  return {
    say, layer, who, name, body, close,
    // Draws it where it is another than before; what is named after its sender gets that name. `place` puts the blocks'
    // nodes elsewhere than one below the other.
    update({ site, direction, agent, blocks }, named, place = (nodes) => body.replaceChildren(...nodes)) {
      layer.dir = direction;
      layer.style.setProperty("--brand", site.colour);
      layer.style.setProperty("--on-brand", site.text_colour);
      if (drawn.blocks === blocks && drawn.agent === agent) return;
      drawn = { blocks, agent };
      named.ariaLabel = say("message_from", agent.name);
      who.replaceChildren(portrait(agent));
      name.replaceChildren(element("bdi", {}, agent.name), element("small", {}, element("bdi", {}, agent.title)));
      place(draw(blocks, actions), blocks);
    },
  };
}
