// The answer box, in the bubble and in the window: Enter sends, Shift+Enter begins a new line. Not a form, which a
// sandboxed preview and a strict page may not submit.
import { element, icon } from "./dom.js";

const TALLEST_PX = 120;

export function composer(say, { reply, draft }) {
  // An empty box is written as the page is: `auto` alone would set its placeholder from left to right.
  const grow = () => {
    box.dir = box.value && "auto";
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, TALLEST_PX) + "px";
  };
  const put = (text) => {
    box.value = text;
    grow();
  };
  const send = async () => {
    const text = box.value.trim();
    box.focus();
    if (!text) return;
    put("");
    if (await reply(text) === false) put((text + "\n" + box.value).trim());
  };
  const box = element("textarea", {
    rows: 1, maxlength: 4000, placeholder: say("reply"), "aria-label": say("reply"),
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
  return { node: element("div", { class: "composer" }, box, button), box, put };
}
