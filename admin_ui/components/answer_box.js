// Where an employee types an answer: Enter sends, Shift+Enter breaks the line; on a touch screen, which has no Shift to
// hold, Enter breaks the line. Escape leaves the box for where the page's keys work. What is typed is kept in this
// browser until it has been sent, each under its conversation and with the id that makes sending it twice harmless.
// The box is free for the next answer while one is on its way; they go one after the other.
const TOUCH = matchMedia("(pointer: coarse)");
const NARROW = matchMedia("(max-width: 639px)"); // the hint of a wide screen would not fit on a line
const STORE = "smart-trigger:answer:";
const LATE_MS = 10000;

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// `going` are on their way, `given` was given back as not sent.
const blank = () => ({ text: "", id: newId(), going: [], given: null, problem: "" });

// The answers that are on their way, and what is typed behind them, as one that is still to be sent.
function unsent({ text, id, going }) {
  const all = [...going, { text, id }].filter((each) => each.text);
  return all.length > 1 ? { text: all.map((each) => each.text).join("\n"), id: newId() } : (all[0] ?? { text, id });
}

function read(conversation) {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE + conversation) ?? "null");
    if (kept) return { ...blank(), text: String(kept.text), id: String(kept.id) };
  } catch {
    // no storage: what is typed lives as long as the page
  }
  return blank();
}

function write(conversation, answer) {
  const kept = unsent(answer);
  try {
    if (kept.text) localStorage.setItem(STORE + conversation, JSON.stringify(kept));
    else localStorage.removeItem(STORE + conversation);
  } catch {
    // as above
  }
}

const words = () => ({
  hint: stWord("Write an answer. Enter sends, Shift+Enter breaks the line."),
  touch: stWord("Write an answer"),
  answer: stWord("Your answer"),
  send: stWord("Send"),
  enter: stWord("Send (Enter)"),
  late: stWord("This is not sent yet: the server does not answer. Try again."),
});

export default {
  props: {
    conversation: { type: String, required: true },
    keysAt: { type: String, required: true },
  },
  emits: ["send"],
  data() {
    return { key: "", all: { "": blank() }, touch: TOUCH.matches, narrow: NARROW.matches, words: words() };
  },
  computed: {
    hint() {
      return this.touch || this.narrow ? this.words.touch : this.words.hint;
    },
    its() {
      return this.all[this.key];
    },
  },
  watch: {
    conversation(now) {
      if (this.pressed && this.pressed !== now) return; // an answer to what was pressed before
      this.use(now);
    },
  },
  mounted() {
    this.use(this.conversation);
    document.addEventListener("click", this.opened);
    addEventListener("popstate", this.left);
    for (const media of [TOUCH, NARROW]) media.addEventListener("change", this.turn);
  },
  unmounted() {
    document.removeEventListener("click", this.opened);
    removeEventListener("popstate", this.left);
    for (const media of [TOUCH, NARROW]) media.removeEventListener("change", this.turn);
  },
  methods: {
    use(conversation) {
      this.pressed = "";
      this.all[conversation] ??= read(conversation);
      this.key = conversation;
      this.$nextTick(this.fit);
    },
    // What is typed from now on is for the one that was pressed, whenever the server shows it.
    opened({ target }) {
      const key = target.closest("[data-conversation]")?.dataset.conversation;
      if (!key) return;
      const waits = this.pressed || key !== this.conversation; // back to the one that is shown, another may come before
      this.use(key);
      if (waits) this.pressed = key;
    },
    left() {
      this.use(this.conversation);
    },
    typed(event) {
      this.its.text = event.target.value;
      if (this.its.given) this.its.id = newId(); // under the old one, what was changed would count as sent if that has arrived
      this.its.problem = "";
      write(this.key, this.its);
      this.fit();
    },
    fit() {
      const box = this.$refs.box;
      if (!box) return;
      box.style.height = "auto";
      box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
    },
    turn() {
      this.touch = TOUCH.matches;
      this.narrow = NARROW.matches;
    },
    entered(event) {
      if (this.touch || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.send();
    },
    send() {
      const { its, key } = this;
      if (!its.text.trim()) return;
      its.going.push({ text: its.text, id: its.id });
      Object.assign(its, { text: "", id: newId(), given: null });
      this.$nextTick(this.fit);
      if (its.going.length === 1) this.tell(key, its);
    },
    tell(conversation, { going: [{ text, id }] }) {
      this.$emit("send", { conversation, text, id });
      setTimeout(() => this.failed(conversation, id, this.words.late), LATE_MS);
    },
    sent(conversation, id) {
      const its = this.all[conversation];
      if (its.going[0]?.id !== id) return this.arrivedLate(conversation, its, id);
      its.going.shift();
      write(conversation, its);
      if (its.going.length) this.tell(conversation, its);
    },
    // It was given back as not sent, and has arrived all the same: what was typed behind it is left.
    arrivedLate(conversation, its, id) {
      const { given, text } = its;
      if (given?.id !== id || !`${text}\n`.startsWith(`${given.text}\n`)) return;
      Object.assign(its, { text: text.slice(given.text.length + 1), id: newId(), given: null, problem: "" });
      write(conversation, its);
    },
    failed(conversation, id, problem) {
      const its = this.all[conversation];
      const [given] = its.going;
      if (given?.id !== id) return;
      Object.assign(its, unsent(its), { going: [], given, problem });
      this.$nextTick(this.fit);
    },
    leave(event) {
      if (!event.isComposing) document.getElementById(this.keysAt)?.focus();
    },
  },
  template: `
    <div class="st-answer">
      <p v-if="its.problem" class="st-small st-bad" role="alert">{{ its.problem }}</p>
      <div class="st-answer-line">
        <textarea ref="box" rows="1" data-answer :value="its.text" :placeholder="hint" :aria-label="words.answer" maxlength="4000"
          @input="typed" @keydown.enter="entered" @keydown.esc="leave"></textarea>
        <slot></slot>
        <button type="button" class="st-answer-send" :aria-label="words.send" :title="touch ? words.send : words.enter"
          :disabled="!its.text.trim()" @click="send"><q-icon name="sym_o_send" aria-hidden="true"></q-icon></button>
      </div>
    </div>`,
};
