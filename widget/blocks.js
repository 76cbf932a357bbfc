// Message blocks as nodes. Words are drawn here; all else by a module of its own, fetched when there is some.
import { element } from "./dom.js";

const SAFE = /^(https?|mailto|tel):/i;

export function draw(blocks, actions) {
  return blocks.map((block) => {
    if (block.spans) return element("p", { dir: "auto" }, ...block.spans.map((span) => drawSpan(span, actions)));
    const node = element("div");
    actions.load("rich.js").then((rich) => rich.default(node, block, actions)).catch(() => {});
    return node;
  });
}

function drawSpan(span, { clicked }) {
  if (span.break) return element("br");
  let node = span.text;
  if (span.bold) node = element("strong", {}, node);
  if (span.italic) node = element("em", {}, node);
  if (!SAFE.test(span.link)) return node;
  node = element("a", { href: span.link, click: clicked }, node);
  // The site's own pages come up in this tab, where the conversation goes on; a tab of its own has no opener.
  if (node.origin !== location.origin) node.target = "_blank";
  return node;
}
