// A searchable grid of emoji. The arrow keys move in it, Enter takes one, Escape goes back to the text.
const COLUMNS = 9;

export default {
  props: { groups: { type: Array, default: () => [] } },
  emits: ["need", "pick"],
  data() {
    return { open: false, search: "", active: 0 };
  },
  watch: {
    search() {
      this.active = 0;
    },
  },
  computed: {
    base() {
      return `st-emoji-${this.$.uid}`;
    },
    shown() {
      const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
      let index = 0;
      return this.groups
        .map(([name, all]) => ({
          name,
          all: all
            .filter(([, words_of]) => words.every((word) => words_of.includes(word)))
            .map(([emoji, title]) => ({ emoji, title, index: index++ })),
        }))
        .filter(({ all }) => all.length);
    },
    flat() {
      return this.shown.flatMap(({ all }) => all);
    },
  },
  methods: {
    show() {
      if (!this.groups.length) this.$emit("need");
      this.search = "";
      this.active = 0;
      this.open = true;
    },
    take(emoji) {
      this.open = false;
      this.$emit("pick", emoji);
    },
    pressed(event) {
      if (event.isComposing) return;
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
      if (by) {
        event.preventDefault();
        this.active = Math.max(0, Math.min(this.flat.length - 1, this.active + by));
        this.$nextTick(() => document.getElementById(`${this.base}-${this.active}`)?.scrollIntoView({ block: "nearest" }));
      } else if (event.key === "Enter") {
        event.preventDefault();
        const found = this.flat[this.active];
        if (found) this.take(found.emoji);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.open = false;
        this.$refs.opener.focus();
      }
    },
  },
  template: `
    <span class="st-emoji">
      <button ref="opener" type="button" class="st-tool" aria-label="Emoji" title="Emoji" aria-haspopup="dialog"
        :aria-expanded="open ? 'true' : 'false'" @mousedown.prevent @click="show">
        <q-icon name="sym_o_mood" aria-hidden="true" />
      </button>
      <q-menu v-model="open" no-parent-event no-refocus no-focus role="dialog" aria-label="Emoji" class="st-emoji-menu" :offset="[0, 4]"
        :transition-duration="120" :target="$refs.opener" @show="$refs.search.focus()">
        <div class="st-picker-search">
          <q-icon name="sym_o_search" aria-hidden="true" />
          <input ref="search" v-model="search" type="text" role="combobox" aria-expanded="true" :aria-controls="base"
            :aria-activedescendant="flat.length ? base + '-' + active : null" aria-label="Search emoji"
            placeholder="Search emoji" autocomplete="off" @keydown="pressed">
        </div>
        <div class="st-emoji-grid" role="listbox" :id="base" aria-label="Emoji" tabindex="-1">
          <div v-for="{ name, all } in shown" :key="name" role="group" :aria-label="name">
            <div class="st-picker-group" aria-hidden="true">{{ name }}</div>
            <div class="st-emoji-cells" role="presentation">
              <span v-for="one in all" :key="one.emoji" :id="base + '-' + one.index" role="option" class="st-emoji-cell"
                :class="{ 'st-emoji-cell--active': one.index === active }" :aria-label="one.title" :title="one.title"
                :aria-selected="one.index === active ? 'true' : 'false'"
                @click="take(one.emoji)" @mousemove="active = one.index">{{ one.emoji }}</span>
            </div>
          </div>
        </div>
        <div v-if="groups.length && !flat.length" class="st-picker-nothing" role="status">No emoji called that</div>
      </q-menu>
    </span>`,
};
