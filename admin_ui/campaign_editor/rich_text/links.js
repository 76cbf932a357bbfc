// Links of the message editor: the one that the caret is in, and how it is changed.
import { TextSelection, closeHistory } from "prosemirror";
import { schema } from "rich-text/document.js";

const { link } = schema.marks;
const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/)\S+$/;

// The link that the caret or the selection is in; else the words that are to become one.
export function linkAt({ doc, selection }) {
  const { from, to, $from } = selection;
  let found = null;
  $from.parent.forEach((node, offset) => {
    const begins = $from.start() + offset;
    const mark = link.isInSet(node.marks);
    if (!mark) return;
    const ends = begins + node.nodeSize;
    if (found && found.to === begins && found.address === mark.attrs.href) found.to = ends;
    else if (!found || found.to < from) found = { from: begins, to: ends, address: mark.attrs.href };
  });
  if (found && found.from <= from && to <= found.to) {
    return { ...found, doc, words: doc.textBetween(found.from, found.to), isLink: true };
  }
  const words = doc.textBetween(from, to, " ");
  const isAddress = ADDRESS.test(words.trim());
  return { doc, from, to, words: isAddress ? "" : words, address: isAddress ? words.trim() : "", isLink: false };
}

// Words and address in place of what stood there; without an address the words alone.
export function putLink(view, at, words, address) {
  const { state } = view;
  const { from, to } = at.doc === state.doc ? at : linkAt(state);
  const said = words.trim() || address;
  const kept = state.doc.resolve(from).marksAcross(state.doc.resolve(to)) || [];
  const marks = kept.filter((mark) => mark.type !== link);
  const node = schema.text(said, address ? [...marks, link.create({ href: address })] : marks);
  const change = closeHistory(state.tr).replaceRangeWith(from, to, node); // an undo takes back the link alone
  const end = change.mapping.map(to);
  view.dispatch(change.setSelection(TextSelection.create(change.doc, end)).setStoredMarks(marks).scrollIntoView());
  view.focus();
}
