// Pictures of the message editor: chosen, dropped or pasted, sent to the server, shown with what they show.
import { Decoration, DecorationSet, Plugin, closeHistory } from "prosemirror";
import { address, schema } from "rich-text/document.js";

const KINDS = /^image\/(jpeg|png|webp|gif)$/;

// Shows where pictures will stand while they are sent.
export const sending = new Plugin({
  state: {
    init: () => DecorationSet.empty,
    apply(change, shown) {
      const moved = shown.map(change.mapping, change.doc);
      const news = change.getMeta(sending);
      if (!news) return moved;
      if (news.done) return moved.remove(moved.find(undefined, undefined, (spec) => spec.id === news.done));
      return moved.add(change.doc, [Decoration.widget(news.at, placeholder, { id: news.begun })]);
    },
  },
  props: {
    decorations(state) {
      return this.getState(state);
    },
  },
});

function placeholder() {
  const node = document.createElement("span");
  node.className = "st-picture-sending";
  node.setAttribute("role", "status");
  node.textContent = stWord("Sending the picture…");
  return node;
}

// Sends the files one after the other; `refused` is told the sentence for each that can't be taken.
export async function add(view, files, at, refused) {
  for (const file of files) {
    const id = {};
    view.dispatch(view.state.tr.setMeta(sending, { begun: id, at }));
    let kept = null;
    try {
      kept = await send(file);
    } catch (problem) {
      refused(problem.message);
    }
    if (view.isDestroyed) return;
    const [place] = sending.getState(view.state).find(undefined, undefined, (spec) => spec.id === id);
    const change = closeHistory(view.state.tr).setMeta(sending, { done: id });
    if (kept && place) put(change, place.from, kept);
    view.dispatch(change);
    if (kept) view.dom.querySelector(`figure[data-media="${kept.media}"] input`)?.focus();
  }
}

// Between two paragraphs: an empty one makes room, words stay together.
function put(change, at, kept) {
  const place = change.doc.resolve(at);
  const node = schema.nodes.picture.create(kept);
  if (place.depth && !place.parent.content.size) change.replaceWith(place.before(1), place.after(1), node);
  else change.insert(place.depth ? place.after(1) : at, node);
  if (change.doc.lastChild === node) change.insert(change.doc.content.size, schema.nodes.paragraph.create());
}

async function send(file) {
  if (!KINDS.test(file.type)) throw new Error(stWord("This file is no picture we can read. Choose a JPEG, PNG, WebP or GIF."));
  let answer;
  try {
    answer = await fetch("/pictures", { method: "POST", body: file });
  } catch {
    throw new Error(stWord("The picture could not be sent. Check the connection, then add it again."));
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.detail || stWord("The picture could not be taken. Add it again."));
  return { media: told.hash, width: told.width, height: told.height, alt: "" };
}

// Office programs put a picture of the words beside the words: those are meant.
export function picturesIn(transfer) {
  if (transfer?.getData("text/plain").trim()) return [];
  return [...(transfer?.files || [])].filter(({ type }) => type.startsWith("image/"));
}

// A picture in the document: what it shows is typed under it, and a button takes it out.
export class PictureView {
  constructor(node, view, at) {
    this.node = node;
    const image = Object.assign(new Image(node.attrs.width, node.attrs.height), { src: address(node.attrs.media), alt: "" });
    this.words = Object.assign(document.createElement("input"), {
      type: "text", className: "st-picture-words", maxLength: 300, value: node.attrs.alt,
      placeholder: stWord("What does the picture show?"), ariaLabel: stWord("What does the picture show?"),
    });
    this.words.addEventListener("input", () => {
      view.dispatch(view.state.tr.setNodeMarkup(at(), null, { ...this.node.attrs, alt: this.words.value }));
    });
    const remove = Object.assign(document.createElement("button"), {
      type: "button", className: "st-picture-remove", ariaLabel: stWord("Remove the picture"), title: stWord("Remove the picture"),
      textContent: "×",
    });
    remove.addEventListener("click", () => {
      view.dispatch(view.state.tr.delete(at(), at() + this.node.nodeSize));
      view.focus();
    });
    this.dom = document.createElement("figure");
    this.dom.className = "st-picture";
    this.dom.contentEditable = "false";
    this.dom.dataset.media = node.attrs.media;
    this.dom.append(image, this.words, remove);
  }

  update(node) {
    if (node.type !== this.node.type || node.attrs.media !== this.node.attrs.media) return false;
    this.node = node;
    if (this.words.value !== node.attrs.alt) this.words.value = node.attrs.alt;
    return true;
  }

  stopEvent(event) {
    return event.target === this.words || event.type === "click";
  }

  ignoreMutation() {
    return true;
  }
}
