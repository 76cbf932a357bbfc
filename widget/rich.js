// What a message holds besides words: pictures, buttons, the contact form. Fetched with the first such block; what is not
// known here (a newer server) stays an empty node.
import { element, sheet } from "./dom.js";

const LOOKS = sheet(`
[hidden]{display:none!important}
.picture{display:block;max-width:100%;height:auto;border-radius:8px}
*+.picture,.picture+*{margin-top:8px}
.choices{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px;cursor:auto}
.layer .choices>*,.layer .form button{padding:7px 14px;border:1px solid var(--line);border-radius:18px;background:var(--surface);color:var(--text);font-weight:500;text-decoration:none;text-align:center}
.layer .choices>:hover{border-color:currentColor}
.layer [aria-busy]{opacity:.7}
.form{display:grid;gap:12px;margin-top:12px;cursor:auto}
.form label{display:grid;gap:4px;font-size:12px;line-height:16px}
.form label.agree{grid-template-columns:auto 1fr;gap:8px}
.form label:has(>:required) span::after{content:" *"/""}
.layer .form input:not([type=checkbox]){min-width:0;padding:9px 12px;border:1px solid var(--line);border-radius:10px;background:var(--surface);color:inherit;font:inherit;font-size:14px;line-height:20px}
.layer .form input:focus-visible{outline-offset:-1px}
.layer .form button{border:0;background:var(--brand);color:var(--on-brand)}
@media(max-width:480px){.layer .form input:not([type=checkbox]){font-size:16px}}
`);
const TYPES = { email: "email", phone: "tel" };
// What the server takes; browsers themselves take "an@example", and anything for a phone number.
const PATTERNS = { email: "[^@]{1,64}@[^\\s@.]+(\\.[^\\s@.]+)+", phone: "(\\P{Nd}*\\p{Nd}){5}.*" };
// Browsers take a blank for something filled in, the server does not.
const NOT_BLANK = ".*\\S.*";
const FILLED_BY_BROWSERS = { name: "name", email: "email", phone: "tel" };

export default function draw(node, block, actions) {
  const root = node.getRootNode();
  const kind = { image, buttons, form }[block.type];
  if (!kind || !root.adoptedStyleSheets) return;
  if (!root.adoptedStyleSheets.includes(LOOKS)) root.adoptedStyleSheets.push(LOOKS);
  node.replaceWith(kind(block, actions));
}

// Its room is kept before the picture has come, so that nothing moves when it does.
function image({ media, width, height, alt }) {
  const src = new URL("../../media/" + media, import.meta.url);
  return element("img", { class: "picture", src, width, height, alt });
}

// A press within the message opens the chat, but not one on these.
const stay = (event) => event.stopPropagation();

const SAFE = /^(https?|mailto|tel):/i;
const safe = (link) => SAFE.test(link) ? link : "";

// What was filled in of each form: the window draws the message anew that was a bubble.
const kept = new WeakMap();
const AGREED = Symbol();

// Pressed twice while what takes it is fetched, it is one answer all the same.
function once(work) {
  let busy = false;
  return async (...told) => {
    if (busy) return;
    busy = true;
    busy = await work(...told) !== false;
  };
}

// Which buttons were pressed: a press is told once, wherever the message is drawn, and before what it does, which may
// take the message away.
const pressed = new WeakSet();

function buttons(block, actions) {
  const reply = once(actions.reply);
  const made = block.buttons.map((button) => {
    const { id, label, action, link } = button;
    const press = (work) => (event) => {
      if (!pressed.has(button)) actions.pressed(id);
      pressed.add(button);
      work?.(event);
    };
    if (action === "link") {
      const leads = element("a", { href: safe(link), dir: "auto", click: press() }, label);
      if (leads.origin !== location.origin) leads.target = "_blank";
      return leads;
    }
    const chosen = ({ currentTarget }) => {
      currentTarget.ariaBusy = true;
      reply(label);
    };
    const click = press({ reply: chosen, dismiss: actions.dismiss, form: openForm }[action]);
    return element("button", { type: "button", dir: "auto", click }, label);
  });
  return element("div", { class: "choices", click: stay }, ...made);
}

function openForm(event) {
  const choices = event.target.parentNode;
  const form = (choices.closest(".banner") || choices.parentNode).querySelector(".form");
  if (!form) return;
  form.hidden = false;
  choices.hidden = true;
  form.querySelector("input").focus();
}

function form(block, actions) {
  const { fields, consent, consent_link: link, submit, hidden } = block;
  const before = kept.get(block) || new Map();
  const inputs = fields.map(({ id, kind, label, required }) => {
    const input = element("input", {
      name: id, type: TYPES[kind] || "text", autocomplete: FILLED_BY_BROWSERS[kind] || "off", maxlength: 400, dir: "auto",
    });
    const pattern = PATTERNS[kind] || required && NOT_BLANK;
    if (pattern) input.pattern = pattern;
    input.required = required;
    input.value = before.get(id) || "";
    return { id, label, input, node: element("label", {}, element("span", { dir: "auto" }, label), input) };
  });
  const agree = element("input", { type: "checkbox", required: "" });
  agree.checked = before.get(AGREED);
  const words = link ? element("a", { href: safe(link), target: "_blank" }, consent || link) : consent;
  // Sent without the browser's own sending: a frame's sandbox or a page's policy may forbid that.
  const node = element(
    "form", { class: "form", click: stay, submit: (event) => event.preventDefault(), keydown: entered, input: keep }, ...inputs.map((each) => each.node),
    consent && element("label", { class: "agree" }, agree, element("span", { dir: "auto" }, words)),
    element("button", { type: "button", dir: "auto", click: () => send() }, submit),
  );
  node.hidden = hidden && !kept.has(block);

  function keep() {
    kept.set(block, new Map([...inputs.map(({ id, input }) => [id, input.value]), [AGREED, agree.checked]]));
    // Who fills in a form has begun to answer: the message stays, whatever page the site goes on to.
    const box = node.getRootNode().querySelector("textarea");
    actions.draft(box && box.value || " ");
  }

  function entered(event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    send();
  }

  const send = once(() => {
    if (!node.reportValidity()) return false;
    const filled = inputs.filter(({ input }) => input.value.trim());
    const values = Object.fromEntries(filled.map(({ id, input }) => [id, input.value]));
    const text = filled.map(({ label, input }) => label + ": " + input.value).join("\n");
    if (!text) {
      inputs[0].input.focus();
      return false;
    }
    node.ariaBusy = true;
    return actions.reply({ text, form: { values, consent: agree.checked } });
  });
  return node;
}
