// Merge tags of the message editor: one piece with the name of what it says to each visitor. What is typed as
// `{{ visitor.name }}` becomes one.
import { NodeSelection, Plugin, closeHistory } from "prosemirror";
import { schema } from "rich-text/document.js";

const WHOLE = /\{\{([^{}\n]{1,300})\}\}/g;
const DEFAULT = /^default\s*:\s*(?:"([^"]*)"|'([^']*)')$/;

// `visitor.name | upcase | default: "there"`: the value, the words that stand in for it, and its other filters.
export function partsOf(source) {
  const [name, ...filters] = (source.match(/(?:"[^"]*"|'[^']*'|[^|"'])+/g) || [""]).map((part) => part.trim());
  const standsIn = filters.map((filter) => DEFAULT.exec(filter)).find(Boolean);
  return {
    name,
    fallback: standsIn ? (standsIn[1] ?? standsIn[2]) : null,
    filters: filters.filter((filter) => !DEFAULT.test(filter)),
  };
}

export function sourceOf({ name, fallback, filters = [] }) {
  const words = fallback?.replace(/[{}\n]/g, "");
  const quote = words?.includes('"') ? "'" : '"';
  const standsIn = words == null ? [] : [`default: ${quote}${words.replaceAll(quote, "’")}${quote}`];
  return [name, ...filters, ...standsIn].join(" | ");
}

export const typedTags = new Plugin({
  appendTransaction(changes, before, { doc, tr }) {
    if (!changes.some((change) => change.docChanged)) return null;
    const found = [];
    doc.descendants((node, at) => {
      for (const { index, 0: whole, 1: source } of (node.text || "").matchAll(WHOLE)) {
        if (source.trim()) found.unshift({ node, source: source.trim(), from: at + index, to: at + index + whole.length });
      }
    });
    for (const { node, source, from, to } of found) {
      tr.replaceWith(from, to, schema.nodes.tag.create({ source }, null, node.marks));
    }
    return found.length ? tr : null;
  },
});

// The tag that is selected.
export function tagAt({ selection }) {
  return selection instanceof NodeSelection && selection.node.type === schema.nodes.tag
    ? { at: selection.from, source: selection.node.attrs.source }
    : null;
}

// In place of the tag that is selected, or of the selected words; null takes the tag away.
export function putTag(view, source) {
  const { state } = view;
  const { from, to, $from } = state.selection;
  const change = closeHistory(state.tr);
  const marks = tagAt(state)?.at === from ? state.selection.node.marks : state.storedMarks || $from.marks();
  if (source === null) change.delete(from, to);
  else change.replaceRangeWith(from, to, schema.nodes.tag.create({ source }, null, marks));
  view.dispatch(change.scrollIntoView());
  view.focus();
}

// Draws a tag; `values` are those of the catalogue, by name; `open` is called where somebody wants to change it.
export class TagView {
  constructor(node, view, at, { values, open }) {
    this.values = values;
    this.dom = document.createElement("span");
    this.dom.contentEditable = "false";
    this.dom.setAttribute("role", "button");
    this.dom.addEventListener("click", () => {
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at())));
      open();
    });
    this.draw(node);
  }

  draw(node) {
    this.node = node;
    const { name, fallback } = partsOf(node.attrs.source);
    const value = this.values()[name];
    const lacks = !value || (fallback === null && !value.always);
    this.dom.className = lacks ? "st-merge st-merge--lacks" : "st-merge";
    this.dom.title = `{{ ${node.attrs.source} }}`;
    this.dom.setAttribute("aria-label", `${value?.label || name}${fallback ? `: ${fallback}` : ""}`);
    this.dom.replaceChildren(value ? value.label : `{{ ${node.attrs.source} }}`);
    if (!value || value.always) return;
    const words = document.createElement("span");
    words.className = "st-merge-fallback";
    words.textContent = fallback === null ? "?" : fallback || "—";
    this.dom.append(words);
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.draw(node);
    return true;
  }

  selectNode() {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode() {
    this.dom.classList.remove("ProseMirror-selectednode");
  }

  ignoreMutation() {
    return true;
  }
}
