// Message blocks as nodes. What is not known here (a newer server) is left out.
import { element } from "./dom.js";

const SAFE = /^(https?|mailto|tel):/i;

export function draw(blocks, clicked) {
  return blocks.filter((block) => block.type === "text")
    .map(({ spans }) => element("p", { dir: "auto" }, ...spans.map((span) => drawSpan(span, clicked))));
}

function drawSpan(span, clicked) {
  if (span.break) return element("br");
  let node = document.createTextNode(span.text);
  if (span.bold) node = element("strong", {}, node);
  if (span.italic) node = element("em", {}, node);
  if (!SAFE.test(span.link)) return node;
  return element("a", { href: span.link, target: "_blank", rel: "noopener noreferrer", click: clicked }, node);
}
