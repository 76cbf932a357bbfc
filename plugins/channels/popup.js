// The pop-up: the message in the middle of the page, with an answer box. It is modal: nothing behind it is met by Tab or a
// screen reader, and what had the focus gets it back. Closing it, by Escape or a press beside it too, dismisses the message.
import { composer } from "../composer.js";
import { element } from "../dom.js";
import { speaker } from "../speaker.js";

const POPUP = `
.popup{position:fixed;inset:0;z-index:2147483001;width:min(440px,100% - 32px);max-height:calc(100% - 64px);margin:auto;padding:0;border:0;border-radius:16px;color:inherit;background:var(--surface);box-shadow:var(--shadow),0 0 0 200vmax #0009;overflow:visible;animation:rise .16s ease-out}
.popup::backdrop{background:none}
.popup[open],.popup .sheet{display:flex;flex-direction:column;min-height:0}
.popup .sheet{position:relative;flex:1;gap:12px;padding:20px;outline:0}
.popup .head{display:flex;align-items:center;gap:12px;padding-inline-end:28px}
.popup .name{padding:0}
.popup small{display:block;margin:0}
.popup .body{flex:1;max-height:none;margin:0;cursor:auto;font-size:16px;line-height:24px}
`;

export function render(root, first, actions) {
  const { say, layer, who, name, body, close, update } = speaker(root, POPUP, first.site.texts, actions);
  const answer = composer(say, actions);
  const head = element("div", { class: "head" }, who, name);
  const sheet = element("div", { class: "sheet", tabindex: -1, autofocus: "" }, head, body, answer.node, close);
  const beside = (event) => event.target === pane && actions.dismiss();
  const pane = element("dialog", { class: "popup", click: beside, close: () => showing && actions.dismiss() }, sheet);
  let showing = false;

  // The focus is not taken from another window or, in the mock widget, from the marketer who types.
  function unfold() {
    if (!showing || pane.matches(":modal") || !document.hasFocus()) return;
    pane.open = false;
    pane.showModal();
  }

  function fold() {
    // The browser gives the focus back to what had it before; not if something else has been given it meanwhile.
    const { activeElement } = root;
    pane.close();
    if (activeElement && !pane.contains(activeElement)) activeElement.focus({ preventScroll: true });
  }

  layer.append(pane);
  addEventListener("focus", unfold);
  return {
    update(next) {
      if (next.view !== "message") {
        if (showing) {
          showing = false;
          fold();
        }
        return;
      }
      update(next, pane);
      if (showing) return;
      showing = true;
      pane.open = true;
      answer.put(next.draft);
      unfold();
    },
  };
}
