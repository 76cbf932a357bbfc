// The answer box, in the bubble and in the window: Enter sends, Shift+Enter begins a new line. Not a form, which a
// sandboxed preview and a strict page may not submit.
import { element, icon } from "./dom.js";

export function composer(say, { reply, draft }) {
  // An empty box is written as the page is: `auto` alone would set its placeholder from left to right.
  const grow = () => {
    box.dir = box.value && "auto";
    box.style.height = 0;
    box.style.height = box.scrollHeight + "px";
  };
  const put = (text) => {
    box.value = text;
    grow();
  };
  const send = async () => {
    const text = box.value.trim();
    box.focus();
    if (!text || box.readOnly) return;
    // The words stay here until they stand in the window.
    box.readOnly = true;
    button.replaceWith(note);
    if (await reply(text) !== false) put("");
    note.replaceWith(button);
    box.readOnly = false;
  };
  const box = element("textarea", {
    maxlength: 4000, placeholder: say("reply"), "aria-label": say("reply"),
    input() {
      grow();
      draft(box.value);
    },
    keydown(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    },
  });
  const button = element("button", { class: "send", "aria-label": say("send"), click: send }, icon("M12 19V5M6 11l6-6 6 6"));
  const note = element("small", {}, say("sending"));
  return { node: element("div", { class: "composer" }, box, button), box, put };
}
