// A button that opens the emoji picker (vendor/emoji, fetched when one is opened first); what is picked goes to the caret
// of the nearest field. One picker serves the whole page.
const FIELDS = ".st-rich, textarea, input[type=text]";
const GAP = 8;

let panel = null; // the popover around the picker
let button = null; // the button whose picker it is at the moment

function makePanel() {
  panel = Object.assign(document.createElement("div"), { popover: "auto", className: "st-emoji-panel" });
  panel.setAttribute("role", "dialog");
  panel.addEventListener("toggle", ({ newState }) => {
    button.open = newState === "open";
    const listen = button.open ? addEventListener : removeEventListener;
    listen("resize", place);
    listen("scroll", place, true);
    if (!button.open) beginAnew(searchField());
  });
  // What one types in here means no key of the page.
  for (const kind of ["keydown", "keyup"]) panel.addEventListener(kind, (event) => event.stopPropagation());
  document.body.append(panel);
  // It is filled, and so grows, after it was opened first.
  new ResizeObserver(() => panel.matches(":popover-open") && place()).observe(panel);
}

function beginAnew(search) {
  if (!search?.value) return;
  search.value = "";
  search.dispatchEvent(new Event("input"));
}

// Fetches picker and names; again, under another name, when it has failed: browsers remember that.
async function fill({ names, nothing, failed }) {
  if (panel.querySelector("emoji-picker")) return;
  const again = panel.textContent ? `/index.js?${Date.now()}` : "";
  try {
    const emoji = await import(`emoji${again}`);
    const locale = document.documentElement.lang.startsWith("vi") ? "vi" : "en";
    const picker = new emoji.Picker({ locale, dataSource: `${names}/${locale}.json`, i18n: emoji[locale] });
    picker.addEventListener("emoji-click", ({ detail }) => button.take(detail.unicode));
    picker.shadowRoot.addEventListener("keydown", walk);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`#search-results:empty::after{content:${JSON.stringify(nothing)};grid-column:1/-1;padding:16px;color:var(--muted)}`);
    picker.shadowRoot.adoptedStyleSheets = [sheet];
    panel.replaceChildren(picker);
    await null; // then it has its database
    namesFirst(picker.database, locale);
  } catch {
    panel.replaceChildren(Object.assign(document.createElement("p"), { className: "st-emoji-failed", textContent: failed }));
  }
}

const plain = (words) => words.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();

// What is called so, begins so or has these words in its name, in this order or another, is found before what is only
// related to it. Vietnamese names have the English one as the first of what is related (script/vendor).
function namesFirst(database, locale) {
  const find = database.getEmojiBySearchQuery.bind(database);
  database.getEmojiBySearchQuery = async (typed) => {
    const wanted = plain(typed);
    const rank = ({ annotation, shortcodes = [], tags = [] }) => {
      const names = [annotation, ...shortcodes, ...(locale === "en" ? [] : tags.slice(0, 1))].map(plain);
      const have = (words) => names.some((name) => words.every((word) => ` ${name}`.includes(` ${word}`)));
      const begins = names.some((name) => name.startsWith(wanted));
      return [names.includes(wanted), begins, have([wanted]), have(wanted.split(" ")), true].indexOf(true);
    };
    const ranked = (await find(typed.normalize("NFC"))).map((emoji) => ({ emoji, at: rank(emoji) }));
    return ranked.sort((one, other) => one.at - other.at).map(({ emoji }) => emoji);
  };
}

const searchField = () => panel.querySelector("emoji-picker")?.shadowRoot.querySelector("input");

function place() {
  const { left, bottom, top } = button.$el.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = bottom + 4 + height <= innerHeight - GAP || top < height;
  const wanted = below ? bottom + 4 : top - 4 - height;
  panel.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  panel.style.top = `${Math.max(GAP, Math.min(wanted, innerHeight - height - GAP))}px`;
}

// The arrows lead from the search and the groups into the grid, through it and back. Enter in the search takes the first
// emoji, where the picker only marks it; Escape closes, where the browser only empties the search.
function walk(event) {
  const { target, key, currentTarget: shadow } = event;
  const all = [...(target.closest(".emoji-menu") || shadow.querySelector(".emoji-menu"))?.querySelectorAll("button.emoji") || []];
  const columns = Number(getComputedStyle(shadow.host).getPropertyValue("--num-columns"));
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key];
  let next;
  if (key === "Escape") panel.hidePopover();
  else if (key === "Enter" && target.value) takeFirst(shadow, target.value);
  else if (target.matches(".emoji-menu button.emoji") && by) next = all[all.indexOf(target) + by] || (by < -1 && shadow.querySelector("input"));
  else if (key === "ArrowDown" && (target.matches(".nav-button") || target.value === "")) [next] = all;
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// What is shown lags behind a quick hand, so what was typed is looked for once more.
async function takeFirst(shadow, typed) {
  const found = await shadow.host.database.getEmojiBySearchQuery(typed);
  const look = (frames) => {
    const first = found.map(({ unicode }) => shadow.getElementById(`emo-${unicode}`)).find(Boolean);
    if (first) first.click();
    else if (found.length && frames) requestAnimationFrame(() => look(frames - 1));
  };
  look(60);
}

function insert(field, characters) {
  if (field.stEditor) return field.stEditor.insert(characters);
  field.focus();
  // This alone leaves it to the browser's own undo, and keeps to the field's greatest length.
  return document.execCommand("insertText", false, characters);
}

export default {
  props: { names: String, label: String, nothing: String, failed: String },
  data() {
    return { open: false, wasOpen: false };
  },
  beforeUnmount() {
    if (this.open) panel.hidePopover();
  },
  methods: {
    async toggle() {
      if (this.wasOpen) return (this.wasOpen = false); // the press outside has closed it
      if (!panel) makePanel();
      button = this;
      panel.ariaLabel = this.label;
      await fill(this);
      if (!panel.matches(":popover-open")) panel.showPopover();
      place();
      // On a touch screen the search would open the keyboard over what is there to be picked.
      if (!matchMedia("(pointer: coarse)").matches) requestAnimationFrame(() => searchField()?.focus());
    },
    take(characters) {
      panel.hidePopover();
      let around = this.$el.parentElement;
      while (around && !around.querySelector(FIELDS)) around = around.parentElement;
      if (around) insert(around.querySelector(FIELDS), characters);
    },
  },
  template: `
    <button type="button" class="st-tool st-emoji" :aria-label="label" :title="label" aria-haspopup="dialog"
      :aria-expanded="open ? 'true' : 'false'" @mousedown.prevent @pointerdown="wasOpen = open" @click="toggle">
      <q-icon name="sym_o_mood" aria-hidden="true" />
    </button>`,
};
