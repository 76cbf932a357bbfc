// Where an employee types an answer: Enter sends, Shift+Enter breaks the line; on a touch screen, which has no Shift to
// hold, Enter breaks the line. Escape leaves the box for where the page's keys work. What is typed is kept in this
// browser until it has been sent, each under its conversation and with the id that makes sending it twice harmless.
const TOUCH = matchMedia("(pointer: coarse)");
const NARROW = matchMedia("(max-width: 639px)"); // the hint of a wide screen would not fit on a line
const STORE = "smart-trigger:answer:";

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
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
    return { text: "", id: newId(), sending: false, problem: "", touch: TOUCH.matches, narrow: NARROW.matches, words: words() };
  },
  computed: {
    hint() {
      return this.touch || this.narrow ? this.words.touch : this.words.hint;
    },
  },
  watch: {
    conversation() {
      this.restore();
    },
  },
  mounted() {
    this.restore();
    for (const media of [TOUCH, NARROW]) media.addEventListener("change", this.turn);
  },
  unmounted() {
    for (const media of [TOUCH, NARROW]) media.removeEventListener("change", this.turn);
  },
  methods: {
    restore() {
      this.text = "";
      this.id = newId();
      this.sending = false;
      this.problem = "";
      try {
        const kept = JSON.parse(localStorage.getItem(STORE + this.conversation) ?? "null");
        if (kept) [this.text, this.id] = [String(kept.text), String(kept.id)];
      } catch {
        // no storage: what is typed lives as long as the page
      }
      this.$nextTick(this.fit);
    },
    keep() {
      try {
        if (this.text) localStorage.setItem(STORE + this.conversation, JSON.stringify({ text: this.text, id: this.id }));
        else localStorage.removeItem(STORE + this.conversation);
      } catch {
        // as above
      }
    },
    typed(event) {
      this.text = event.target.value;
      this.problem = "";
      this.keep();
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
      if (this.sending || !this.text.trim()) return;
      this.sending = true;
      this.$emit("send", { conversation: this.conversation, text: this.text, id: this.id });
      const id = this.id;
      setTimeout(() => {
        if (this.sending && this.id === id) this.failed(id, this.words.late);
      }, 10000);
    },
    sent(id) {
      if (id !== this.id) return;
      this.text = "";
      this.keep();
      this.id = newId();
      this.sending = false;
      this.$nextTick(this.fit);
    },
    failed(id, problem) {
      if (id !== this.id) return;
      this.sending = false;
      this.problem = problem;
    },
    focus() {
      this.$refs.box.focus();
    },
    leave(event) {
      if (!event.isComposing) document.getElementById(this.keysAt)?.focus();
    },
  },
  template: `
    <div class="st-answer">
      <p v-if="problem" class="st-small st-bad" role="alert">{{ problem }}</p>
      <div class="st-answer-line">
        <textarea ref="box" rows="1" :value="text" :placeholder="hint" :aria-label="words.answer" maxlength="4000"
          @input="typed" @keydown.enter="entered" @keydown.esc="leave"></textarea>
        <slot></slot>
        <button type="button" class="st-answer-send" :aria-label="words.send" :title="touch ? words.send : words.enter"
          :disabled="sending || !text.trim()" @click="send"><q-icon name="sym_o_send" aria-hidden="true"></q-icon></button>
      </div>
    </div>`,
};
