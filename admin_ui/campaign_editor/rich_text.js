// The text field of the composer: what one writes looks as visitors will see it. Tells the blocks at every change; the
// server writes them down as mark-up.
import {
  EditorState, EditorView, TextSelection, baseKeymap, history, keymap, redo, toggleMark, undo,
} from "prosemirror";
import { fromBlocks, schema, toBlocks } from "rich-text/document.js";
import { linkAt, putLink } from "rich-text/links.js";
import { PictureView, Pictures, filesIn, markWordless, sending, wordless } from "rich-text/pictures.js";
import { TagView, putTag, tagAt, typedTags } from "rich-text/tags.js";

// NiceGUI's script keeps what was told as a list of arguments.
const given = (value) => (Array.isArray(value?.[0]) ? value[0] : value) || [];
const { bold, italic } = schema.marks;
const KINDS = "image/jpeg,image/png,image/webp,image/gif";

function newLine(state, dispatch) {
  dispatch?.(state.tr.replaceSelectionWith(schema.nodes.line.create()).scrollIntoView());
  return true;
}

// Where there is nothing to undo in here, or what there was is gone, the page has its turn (static/history.js).
function ours(command, name) {
  return (state, dispatch) => {
    let changes = false;
    command(state, (change) => {
      changes = !change.doc.eq(change.before);
      dispatch(change);
    });
    if (!changes) window.stHistory?.(name);
    return true;
  };
}

const plugins = [
  history({ newGroupDelay: 1000 }), // as campaign_editor/history.py
  sending,
  typedTags,
  keymap({
    "Mod-z": ours(undo, "undo"), "Mod-y": ours(redo, "redo"), "Shift-Mod-z": ours(redo, "redo"),
    "Mod-b": toggleMark(bold), "Mod-i": toggleMark(italic),
    "Shift-Enter": newLine,
  }),
  keymap(baseKeymap),
];

export default {
  props: {
    modelValue: { default: null },
    loopback: Boolean,
    language: String,
    fieldId: String,
    labelledBy: String,
    describedBy: String,
    placeholder: String,
    mergeValues: { type: Object, default: () => ({}) },
    invalid: Boolean,
  },
  emits: ["update:modelValue", "style", "refused"],
  data() {
    return { empty: true };
  },
  watch: {
    modelValue(now) {
      const blocks = given(now);
      if (JSON.stringify(blocks) === this.told) return;
      this.told = JSON.stringify(blocks);
      this.show(fromBlocks(blocks));
    },
    invalid() {
      this.view.setProps({});
      markWordless(this.view, this.invalid, this.describedBy);
    },
  },
  mounted() {
    const blocks = given(this.modelValue);
    this.told = JSON.stringify(blocks);
    this.view = new EditorView(this.$el, {
      state: this.stateOf(blocks),
      attributes: () => this.attributes(),
      nodeViews: { picture: (...its) => new PictureView(...its), tag: (...its) => this.tagView(...its) },
      dispatchTransaction: (change) => this.dispatch(change),
      handleDOMEvents: { keydown: () => void this.current() },
      handleKeyDown: (_, event) => this.pressed(event),
      handlePaste: (_, event) => this.took(filesIn(event.clipboardData)),
      // Browsers tell a picture that is dragged within the text as a file, too; and they open what nobody takes.
      handleDrop: (view, event) => !view.dragging && this.took(filesIn(event.dataTransfer), view.posAtCoords({
        left: event.clientX, top: event.clientY,
      })?.pos),
    });
    this.$el.stEditor = {
      bold: () => this.run(toggleMark(bold)),
      italic: () => this.run(toggleMark(italic)),
      insert: (text) => this.insert(text),
      choosePictures: () => this.choosePictures(),
      linkAt: () => linkAt(this.current()),
      putLink: (at, words, address) => putLink(this.view, at, words, address),
      tagAt: () => tagAt(this.current()),
      putTag: (source) => putTag(this.view, source),
      focus: () => this.view.focus(),
    };
    this.pictures = new Pictures(this.view, this.language, (sentence) => this.$emit("refused", sentence));
    this.look();
  },
  beforeUnmount() {
    this.pictures.leave();
    this.view.destroy();
  },
  methods: {
    stateOf(blocks) {
      const doc = fromBlocks(blocks);
      return EditorState.create({ doc, selection: TextSelection.atEnd(doc), plugins });
    },
    // As on screen, also where the browser has yet to tell what is selected: a busy one does so after the next key.
    current() {
      document.dispatchEvent(new Event("selectionchange"));
      return this.view.state;
    },
    // Only what differs is changed, and is nobody's to undo here: caret, history and pictures on their way stay.
    show(doc) {
      const { state } = this.view;
      const begins = state.doc.content.findDiffStart(doc.content);
      if (begins === null) return;
      const { a, b } = state.doc.content.findDiffEnd(doc.content);
      const both = Math.max(0, begins - Math.min(a, b)); // what is alike at both ends may overlap
      const least = state.tr.replace(begins, a + both, doc.slice(begins, b + both));
      const change = least.doc.eq(doc) ? least : state.tr.replaceWith(0, state.doc.content.size, doc.content);
      this.view.updateState(state.apply(change.setMeta("addToHistory", false)));
      this.look();
    },
    attributes() {
      const named = {
        id: this.fieldId, role: "textbox", "aria-multiline": "true", "aria-labelledby": this.labelledBy,
        "aria-describedby": this.describedBy, "aria-placeholder": this.placeholder, class: "st-writing",
      };
      return this.invalid ? { ...named, "aria-invalid": "true" } : named;
    },
    dispatch(change) {
      this.view.updateState(this.view.state.apply(change));
      this.look();
      if (!change.docChanged) return;
      const blocks = toBlocks(change.doc);
      this.told = JSON.stringify(blocks);
      this.$emit("update:modelValue", blocks);
    },
    // What the tools show as pressed, and whether the hint stands there.
    look() {
      const { doc, selection, storedMarks } = this.view.state;
      const { $from, empty, from, to } = selection;
      const on = (mark) => (empty ? mark.isInSet(storedMarks || $from.marks()) : doc.rangeHasMark(from, to, mark));
      const bare = doc.childCount === 1 && doc.firstChild.isTextblock && !doc.firstChild.content.size;
      this.empty = bare && !sending.getState(this.view.state).find().length;
      markWordless(this.view, this.invalid, this.describedBy);
      for (const mark of [bold, italic]) {
        const tool = this.$el.closest(".st-composer")?.querySelector(`[data-act="${mark.name}"]`);
        tool?.setAttribute("aria-pressed", String(Boolean(on(mark))));
      }
    },
    run(command) {
      command(this.current(), this.view.dispatch);
      this.view.focus();
    },
    insert(text) {
      this.view.dispatch(this.current().tr.insertText(text).scrollIntoView());
      this.view.focus();
    },
    took(files, at = this.view.state.selection.from) {
      if (!files.length) return false;
      this.pictures.take(files, at);
      return true;
    },
    choosePictures() {
      const chooser = Object.assign(document.createElement("input"), { type: "file", accept: KINDS, multiple: true });
      chooser.addEventListener("change", () => this.took([...chooser.files]));
      chooser.click();
    },
    tagView(node, view, at) {
      return new TagView(node, view, at, { values: () => this.mergeValues, open: () => this.openTool("merge") });
    },
    openTool(name) {
      this.$el.closest(".st-composer").querySelector(`[data-${name}-form]`).dispatchEvent(new Event(`open-${name}`));
    },
    pressed(event) {
      if (event.key === "Enter" && tagAt(this.view.state)) {
        event.preventDefault();
        this.openTool("merge");
        return true;
      }
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
      event.preventDefault();
      this.openTool("link");
      return true;
    },
    focus() {
      this.view.focus();
    },
    // To where something is wrong.
    mend() {
      const [picture] = this.invalid ? wordless(this.view) : [];
      (picture || this.view).focus();
    },
  },
  template: `<div class="st-rich" :data-hint="empty ? placeholder : null"></div>`,
};
