// What the message says to each visitor: a list of values to choose from, then what stands in for one that isn't known.
// The text itself is worked on by its editor (rich_text.js), or by the field of one line that the button stands in, so
// that Ctrl+Z takes it back.
import { plainField } from "rich-text/plain_field.js";
import { partsOf, sourceOf } from "rich-text/tags.js";

const words = () => ({
  insert: stWord("Insert what is known of the visitor"),
  search: stWord("Search"),
  values: stWord("Values"),
  nothing: stWord("Nothing found"),
  fallback: stWord("Where it isn't known, say"),
  blank: stWord("Nothing"),
  another: stWord("Choose another"),
  remove: stWord("Remove"),
  put: stWord("Insert"),
  change: stWord("Change"),
});

export default {
  props: { target: { type: String, default: "" }, values: { type: Array, required: true } },
  data() {
    return { open: false, search: "", active: 0, value: null, fallback: "", filters: [], changes: false, words: words() };
  },
  mounted() {
    this.$el.addEventListener("open-merge", this.show);
  },
  watch: {
    search() {
      this.active = 0;
    },
  },
  computed: {
    base() {
      return `st-merge-${this.$.uid}`;
    },
    found() {
      const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
      const matches = ({ label, name, explanation, group }) => {
        const all = `${group} ${label} ${name} ${explanation}`.toLowerCase();
        return words.every((word) => all.includes(word));
      };
      return this.values.filter(matches).map((value, index) => ({ ...value, index }));
    },
    groups() {
      return [...new Set(this.found.map(({ group }) => group))].map((name) => ({
        name, values: this.found.filter(({ group }) => group === name),
      }));
    },
  },
  methods: {
    editor() {
      if (!this.target) return plainField(this.$el.closest(".st-input").querySelector("input"));
      return document.getElementById(this.target).closest(".st-rich").stEditor;
    },
    show() {
      const there = this.editor().tagAt();
      const parts = there ? partsOf(there.source) : { name: "", fallback: "", filters: [] };
      this.changes = Boolean(there);
      this.value = this.values.find(({ name }) => name === parts.name) || null;
      this.fallback = parts.fallback ?? this.value?.fallback ?? "";
      this.filters = parts.filters;
      this.search = "";
      this.active = 0;
      this.open = true;
    },
    shown() {
      this.$nextTick(() => (this.$refs.fallback || this.$refs.search || this.$refs.take)?.focus());
    },
    choose(value) {
      if (!value) return;
      this.value = value;
      this.fallback = value.fallback;
      if (value.always && !this.changes) this.take();
      else this.resized();
    },
    again() {
      this.value = null;
      this.resized();
    },
    resized() {
      this.$nextTick(() => {
        this.$refs.menu.updatePosition();
        (this.$refs.fallback || this.$refs.search || this.$refs.take)?.focus();
      });
    },
    take() {
      const { name, always } = this.value;
      this.open = false;
      this.editor().putTag(sourceOf({ name, filters: this.filters, fallback: always ? null : this.fallback.trim() }));
    },
    remove() {
      this.open = false;
      this.editor().putTag(null);
    },
    back() {
      this.open = false;
      this.editor().focus();
    },
    pressed(event) {
      if (event.isComposing) return;
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") this.back();
      else if (event.key === "Enter" && event.target.tagName !== "BUTTON") this.enter();
      else if (by && !this.value) this.move(by);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    enter() {
      if (this.value) this.take();
      else this.choose(this.found[this.active]);
    },
    move(by) {
      this.active = Math.max(0, Math.min(this.found.length - 1, this.active + by));
      this.$nextTick(() => document.getElementById(`${this.base}-${this.active}`)?.scrollIntoView({ block: "nearest" }));
    },
  },
  template: `
    <span data-merge-form>
      <button ref="opener" type="button" class="st-tool" :aria-label="words.insert" aria-haspopup="dialog"
        :title="words.insert" :aria-expanded="open ? 'true' : 'false'" @mousedown.prevent @click="show">
        <q-icon name="sym_o_data_object" aria-hidden="true" />
      </button>
      <q-menu ref="menu" v-model="open" no-parent-event no-refocus no-focus role="dialog" :aria-label="words.insert"
        class="st-merge-menu" :offset="[0, 4]" :transition-duration="120" :target="$refs.opener" @show="shown" @keydown="pressed">
        <template v-if="!value">
          <div class="st-picker-search">
            <q-icon name="sym_o_search" aria-hidden="true" />
            <input ref="search" v-model="search" type="text" role="combobox" aria-expanded="true" :aria-controls="base"
              :aria-activedescendant="found.length ? base + '-' + active : null" :aria-label="words.search"
              :placeholder="words.search" autocomplete="off">
          </div>
          <div class="st-picker-list" role="listbox" :id="base" :aria-label="words.values" tabindex="-1">
            <div v-for="{ name, values } in groups" :key="name" role="group" :aria-label="name">
              <div class="st-picker-group" aria-hidden="true">{{ name }}</div>
              <div v-for="each in values" :key="each.name" :id="base + '-' + each.index" role="option"
                class="st-picker-option" :class="{ 'st-picker-option--active': each.index === active }"
                :aria-selected="each.index === active ? 'true' : 'false'"
                @click="choose(each)" @mousemove="active = each.index">
                <span class="st-picker-option-words">
                  <span>{{ each.label }}</span>
                  <span class="st-picker-caption">{{ each.explanation }}</span>
                </span>
              </div>
            </div>
          </div>
          <div v-if="!found.length" class="st-picker-nothing" role="status">{{ words.nothing }}</div>
        </template>
        <div v-else class="st-merge-one">
          <div>
            <div class="st-merge-name">{{ value.label }}</div>
            <div class="st-picker-caption">{{ value.explanation }}</div>
          </div>
          <div v-if="!value.always" class="st-field">
            <label class="st-label" :for="base + '-fallback'">{{ words.fallback }}</label>
            <span class="st-input"><input ref="fallback" :id="base + '-fallback'" v-model="fallback" type="text" autocomplete="off"
              maxlength="80" :placeholder="words.blank"></span>
          </div>
          <div class="st-link-foot">
            <button type="button" class="st-link" @click="again">{{ words.another }}</button>
            <span class="st-grow"></span>
            <button v-if="changes" type="button" class="st-link" @click="remove">{{ words.remove }}</button>
            <button ref="take" type="button" class="st-link-do" @click="take">{{ changes ? words.change : words.put }}</button>
          </div>
        </div>
      </q-menu>
    </span>`,
};
