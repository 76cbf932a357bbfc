// Message blocks as nodes. What is not known here (a newer server) is left out.
import { element } from "./dom.js";

const SAFE = /^(https?|mailto|tel):/i;

export function draw(blocks, clicked) {
  return blocks.filter((block) => block.type === "text")
    .map(({ spans }) => element("p", { dir: "auto" }, ...spans.map((span) => drawSpan(span, clicked))));
}

function drawSpan(span, clicked) {
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
