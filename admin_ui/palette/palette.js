// Search and commands from everywhere: asks the page for what is typed, moves among what it offers, goes there.
const MOST_KEPT = 12;
const PAUSE_MS = 40;

export default {
  props: {
    owner: String,
    here: String,
    words: { type: Object, default: () => ({}) },
    groups: { type: Array, default: () => [] },
    answered: { default: null },
  },
  emits: ["ask", "act"],
  data() {
    return { typed: "", active: 0, wants: false, opening: false };
  },
  computed: {
    base() {
      return `st-palette-${this.$.uid}`;
    },
    // What was offered for something else is not there when the dialog opens; while one types it stays until the answer.
    offered() {
      return this.opening ? [] : this.groups;
    },
    lines() {
      let index = 0;
      return this.offered.map((group) => ({
        title: group.title,
        choices: group.choices.map((choice) => ({ choice, index: index++ })),
      }));
    },
    all() {
      return this.offered.flatMap((group) => group.choices);
    },
    nothing() {
      return this.answered !== null && this.answered === this.asked() && !this.all.length;
    },
  },
  watch: {
    typed() {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.ask, PAUSE_MS);
    },
    groups() {
      this.active = 0;
      this.$nextTick(() => {
        if (this.$refs.list) this.$refs.list.scrollTop = 0;
      });
    },
    answered() {
      this.opening = false;
      if (!this.wants || this.answered !== this.asked()) return;
      this.wants = false;
      this.$nextTick(() => this.choose(this.all[this.active]));
    },
  },
  mounted() {
    document.addEventListener("st-palette", this.show);
    if (this.here) this.keep(this.here);
  },
  unmounted() {
    document.removeEventListener("st-palette", this.show);
  },
  methods: {
    show() {
      if (this.$refs.dialog.open) {
        this.$refs.dialog.close();
        return;
      }
      this.typed = "";
      this.opening = this.answered !== "";
      this.ask();
      this.$refs.dialog.showModal();
      this.$refs.input.focus();
    },
    close() {
      this.wants = false;
      this.$refs.dialog.close();
    },
    asked() {
      return this.typed.trim();
    },
    ask() {
      this.$emit("ask", { words: this.asked(), recent: this.recent() });
    },
    // What was chosen lately, by key, in this browser alone; names are asked for anew each time.
    store() {
      return `st-palette-${this.owner}`;
    },
    recent() {
      try {
        const kept = JSON.parse(localStorage.getItem(this.store()));
        return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
      } catch {
        return [];
      }
    },
    keep(key) {
      try {
        const others = this.recent().filter((each) => each !== key);
        localStorage.setItem(this.store(), JSON.stringify([key, ...others].slice(0, MOST_KEPT)));
      } catch {
        // a browser that keeps nothing has no recent choices
      }
    },
    key(event) {
      if (event.isComposing) return;
      const last = this.all.length - 1;
      const to = {
        ArrowDown: this.active < last ? this.active + 1 : 0,
        ArrowUp: this.active > 0 ? this.active - 1 : last,
        PageDown: Math.min(last, this.active + 8),
        PageUp: Math.max(0, this.active - 8),
      }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        this.active = Math.max(0, to);
        this.$nextTick(() => document.getElementById(`${this.base}-${this.active}`)?.scrollIntoView({ block: "nearest" }));
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (this.answered === this.asked()) this.choose(this.all[this.active], event.ctrlKey || event.metaKey);
        else this.wants = true; // the answer to what was typed is on its way
      }
    },
    choose(choice, aside = false) {
      if (!choice) return;
      if (choice.kept) this.keep(choice.key);
      this.close();
      if (choice.href && (aside || choice.beside)) window.open(choice.href, "_blank", "noopener");
      else if (choice.href) location.href = choice.href;
      else if (choice.copies) window.stClip(choice.copies).then(() => this.$emit("act", choice.key));
      else this.$emit("act", choice.key);
    },
    press(event, choice) {
      if (event.button === 0) this.choose(choice, event.ctrlKey || event.metaKey);
    },
    outside(event) {
      if (event.target === this.$refs.dialog) this.close();
    },
  },
  template: `
    <div class="st-palette-place">
      <button type="button" class="st-palette-opener" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" @click="show">
        <q-icon name="sym_o_search" aria-hidden="true" />
        <span class="st-palette-opener-words">{{ words.open }}</span>
        <kbd class="st-key st-on-mac" aria-hidden="true">⌘K</kbd>
        <kbd class="st-key st-off-mac" aria-hidden="true">Ctrl K</kbd>
      </button>
      <dialog ref="dialog" class="st-palette" :aria-label="words.title" @click="outside">
        <div class="st-palette-body">
          <div class="st-palette-head">
            <q-icon name="sym_o_search" aria-hidden="true" />
            <input ref="input" v-model="typed" type="text" role="combobox" aria-expanded="true" :aria-controls="base"
              aria-autocomplete="list" :aria-activedescendant="all.length ? base + '-' + active : null"
              :aria-label="words.title" :placeholder="words.hint" autocomplete="off" autocapitalize="off" spellcheck="false"
              enterkeyhint="go" @keydown="key">
            <button type="button" class="st-palette-close" @click="close">{{ words.close }}</button>
          </div>
          <div ref="list" class="st-palette-list" role="listbox" :id="base" :aria-label="words.title" tabindex="-1">
            <div v-for="group in lines" :key="group.title" role="group" :aria-label="group.title">
              <div class="st-palette-group" aria-hidden="true">{{ group.title }}</div>
              <div v-for="{ choice, index } in group.choices" :key="choice.key" :id="base + '-' + index" role="option"
                class="st-palette-option" :class="{ 'st-palette-option--active': index === active, 'st-palette-option--beneath': choice.beneath }"
                :aria-selected="index === active ? 'true' : 'false'" :aria-label="choice.title" :aria-description="choice.caption || null"
                @mousedown.prevent @click="press($event, choice)" @mousemove="active = index">
                <span v-if="choice.initials" class="st-avatar st-avatar--small" aria-hidden="true">
                  <img v-if="choice.picture" :src="choice.picture" alt=""><span v-else>{{ choice.initials }}</span>
                </span>
                <q-icon v-else :name="'sym_o_' + choice.icon" aria-hidden="true" />
                <span class="st-palette-title">{{ choice.title }}</span>
                <span v-if="choice.caption" class="st-palette-caption">{{ choice.caption }}</span>
                <q-icon class="st-palette-enter" name="sym_o_keyboard_return" aria-hidden="true" />
              </div>
            </div>
            <div v-if="nothing" class="st-palette-nothing">
              <div class="st-strong">{{ words.nothing.replace("{words}", asked()) }}</div>
              <div class="st-muted">{{ words.try }}</div>
            </div>
          </div>
          <div class="st-hidden-words" role="status">{{ nothing ? words.nothing.replace("{words}", asked()) : "" }}</div>
        </div>
      </dialog>
    </div>`,
};
