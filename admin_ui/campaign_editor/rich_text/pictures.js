// Pictures of the message editor: chosen, dropped or pasted, sent (uploads.js), shown with what they show.
import { Decoration, DecorationSet, Plugin, closeHistory } from "prosemirror";
import { address, schema } from "rich-text/document.js";
import { begin, orphans, uploadsOf } from "rich-text/uploads.js";

// Shows where pictures will stand while they are sent.
export const sending = new Plugin({
  state: {
    init: () => DecorationSet.empty,
    apply(change, shown) {
      const moved = shown.map(change.mapping, change.doc);
      const news = change.getMeta(sending);
      if (!news) return moved;
      if (news.ended) return moved.remove(moved.find(undefined, undefined, (spec) => spec.upload === news.ended));
      return moved.add(change.doc, news.begun.map(widget));
    },
  },
  props: {
    decorations(state) {
      return this.getState(state);
    },
  },
});

function widget({ upload, at }) {
  return Decoration.widget(at, () => upload.draw(), { upload, stopEvent: () => true, ignoreSelection: true });
}

// The pictures of one editor that are on their way: begun, shown, put in their places; by its language uploads know it again.
export class Pictures {
  constructor(view, language, refused) {
    Object.assign(this, { view, language, refused, typed: true });
    view.dom.addEventListener("keydown", () => (this.typed = true));
    this.show(orphans(language).map((upload) => {
      upload.owner = this;
      return { upload, at: behind(view.state.doc, upload.at) };
    }));
  }

  take(files, at) {
    this.typed = false;
    const place = between(this.view.state.doc, at);
    this.show(begin(files, this).map((upload) => ({ upload, at: place })));
  }

  // Behind the last one goes on writing.
  show(begun) {
    if (!begun.length) return;
    const change = this.view.state.tr;
    const end = change.doc.content.size;
    if (begun.some(({ at }) => at === end)) change.insert(end, schema.nodes.paragraph.create()).setMeta("addToHistory", false);
    this.view.dispatch(change.setMeta(sending, { begun }));
  }

  // Whoever goes on writing is left where they are, else one goes on with what the first picture shows.
  ended(upload, kept, problem) {
    const { state } = this.view;
    const change = closeHistory(state.tr).setMeta(sending, { ended: upload });
    if (kept) change.insert(this.placeOf(upload) ?? state.doc.content.size, schema.nodes.picture.create(kept));
    this.view.dispatch(change);
    if (problem) this.refused(problem);
    if (!kept || this.typed) return;
    this.typed = true;
    this.view.dom.querySelector(`figure[data-media="${kept.media}"] input`)?.focus();
  }

  placeOf(upload) {
    const [place] = sending.getState(this.view.state).find(undefined, undefined, (spec) => spec.upload === upload);
    return place?.from;
  }

  // The editor goes, what is under way goes on.
  leave() {
    const { doc } = this.view.state;
    for (const upload of uploadsOf(this)) {
      upload.at = blocksBefore(doc, this.placeOf(upload) ?? doc.content.size);
      upload.owner = null;
    }
  }
}

const isEmpty = (node) => node.isTextblock && !node.content.size;

// How many blocks that are not empty stand before a place between two: empty ones are not kept.
function blocksBefore(doc, at) {
  return Array.from({ length: doc.resolve(at).index(0) }, (_, each) => doc.child(each)).filter((node) => !isEmpty(node)).length;
}

// The place behind so many of them.
function behind(doc, count) {
  let at = 0;
  let left = count;
  doc.forEach((node, offset) => {
    if (left > 0) at = offset + node.nodeSize;
    if (!isEmpty(node)) left -= 1;
  });
  return at;
}

// Where a picture comes to stand: between two paragraphs, so that words stay together.
function between(doc, at) {
  const place = doc.resolve(at);
  if (!place.depth) return at;
  return place.parent.content.size ? place.after(1) : place.before(1);
}

// Office programs put a picture of the words beside the words: those are meant.
export function filesIn(transfer) {
  return transfer?.getData("text/plain").trim() ? [] : [...(transfer?.files || [])];
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

// The fields of an editor's pictures that nothing is said of.
export function wordless(view) {
  return [...view.dom.querySelectorAll(".st-picture-words")].filter((field) => !field.value.trim());
}

// Marks these fields where the text is told to be wrong; `sentence` is the id of what says so.
export function markWordless(view, wrong, sentence) {
  const wanting = wrong ? wordless(view) : [];
  for (const field of view.dom.querySelectorAll(".st-picture-words")) {
    field.ariaInvalid = wanting.includes(field) ? "true" : null;
    if (field.ariaInvalid) field.setAttribute("aria-describedby", sentence);
    else field.removeAttribute("aria-describedby");
  }
}
