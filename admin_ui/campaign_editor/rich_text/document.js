// The document of the message editor: paragraphs and pictures, as the blocks of docs/architecture.md say them.
import { Schema } from "prosemirror";

const link = {
  attrs: { href: {} },
  inclusive: false,
  parseDOM: [{ tag: "a[href]", getAttrs: (node) => ({ href: node.getAttribute("href") }) }],
  // Nothing leads away while one writes: the address is told by its tooltip.
  toDOM: (mark) => ["a", { title: mark.attrs.href }, 0],
};

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", { dir: "auto" }, 0] },
    picture: {
      group: "block",
      draggable: true,
      attrs: { media: {}, width: {}, height: {}, alt: { default: "" } },
      parseDOM: [{ tag: "img[src]", getAttrs: ours }],
      toDOM: ({ attrs: { media, width, height, alt } }) => ["img", { src: address(media), width, height, alt }],
    },
    text: { group: "inline" },
    // A merge tag; copied elsewhere it is as it is typed.
    tag: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { source: {} },
      leafText: ({ attrs }) => `{{ ${attrs.source} }}`,
      parseDOM: [{ tag: "span[data-tag]", getAttrs: (node) => ({ source: node.dataset.tag }) }],
      toDOM: ({ attrs }) => ["span", { "data-tag": attrs.source }, `{{ ${attrs.source} }}`],
    },
    line: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: {
    link,
    bold: { parseDOM: [{ tag: "strong" }, { tag: "b" }, { style: "font-weight=bold" }], toDOM: () => ["strong", 0] },
    italic: { parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }], toDOM: () => ["em", 0] },
  },
});

// A picture that was copied or cut here; those of other websites are not kept here, so they are left out.
function ours(node) {
  const media = /^\/media\/([0-9a-f]{64})$/.exec(node.getAttribute("src"))?.[1];
  const [width, height] = ["width", "height"].map((name) => Number(node.getAttribute(name)));
  const fits = (side) => Number.isInteger(side) && side > 0 && side < 10_000;
  return media && fits(width) && fits(height) ? { media, width, height, alt: node.getAttribute("alt") || "" } : false;
}

export const address = (media) => `/media/${media}`;

export function fromBlocks(blocks) {
  const { doc, paragraph, picture } = schema.nodes;
  const made = (blocks || []).map((block) => {
    if (block.type === "image") return picture.create(block);
    return paragraph.create(null, (block.spans || []).map(fromSpan));
  });
  if (made.at(-1)?.type !== paragraph) made.push(paragraph.create()); // where one goes on writing
  return doc.create(null, made);
}

function fromSpan(span) {
  if (span.break) return schema.nodes.line.create();
  const { bold, italic, link } = schema.marks;
  const marks = [span.link && link.create({ href: span.link }), span.bold && bold.create(), span.italic && italic.create()];
  if (span.tag != null) return schema.nodes.tag.create({ source: span.tag }, null, marks.filter(Boolean));
  return schema.text(span.text, marks.filter(Boolean));
}

export function toBlocks(doc) {
  const blocks = [];
  doc.forEach((node) => {
    if (node.type.name === "picture") blocks.push({ type: "image", ...node.attrs });
    else blocks.push({ type: "text", spans: toSpans(node) });
  });
  return blocks;
}

function toSpans(paragraph) {
  const spans = [];
  paragraph.forEach((node) => {
    if (node.type.name === "line") return spans.push({ break: true });
    const span = node.isText ? { text: node.text } : { tag: node.attrs.source };
    for (const { type, attrs } of node.marks) span[type.name] = type.name === "link" ? attrs.href : true;
    return spans.push(span);
  });
  return spans;
}
