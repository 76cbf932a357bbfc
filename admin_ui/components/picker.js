// Chooses one or several of many: a button that opens a list with a search, grouped, each with a line that explains it.
// NiceGUI's script keeps what was told as a list of arguments.
const given = (value, multiple) => {
  if (!multiple) return Array.isArray(value) ? value[0] : value;
  return [...((Array.isArray(value?.[0]) ? value[0] : value) || [])];
};

export default {
  props: {
    items: { type: Array, default: () => [] },
    modelValue: { default: null },
    loopback: Boolean,
    multiple: Boolean,
    kind: { default: "field" },
    label: String,
    placeholder: String,
    icon: String,
    fieldId: String,
    describedBy: String,
    invalid: Boolean,
    disabled: Boolean,
    nothing: String,
    leadsOn: Boolean,
    keysAt: String,
  },
  emits: ["pick", "update:modelValue"],
  data() {
    const words = { remove: stWord("Remove {what}"), search: stWord("Search"), within: stWord("Search: {what}") };
    return { open: false, search: "", searching: false, active: 0, chosen: given(this.modelValue, this.multiple), words };
  },
  watch: {
    modelValue(now) {
      this.chosen = given(now, this.multiple);
    },
    search() {
      this.active = 0;
    },
  },
  computed: {
    base() {
      return `st-picker-${this.$.uid}`;
    },
    byKey() {
      return new Map(this.items.map((item) => [item.key, item]));
    },
    current() {
      return this.multiple ? null : this.byKey.get(this.chosen) || null;
    },
    tokens() {
      return this.multiple ? this.chosen.map((key) => this.byKey.get(key) || { key, title: key, gone: true }) : [];
    },
    found() {
      const words = this.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      if (!words.length) return this.items;
      // A whole word counts for more than one that begins so, and that for more than one that holds it; a title, or a
      // word that it is also found by, for more than what explains it.
      const holds = (text, before, after = "") => words.every((word) => text.includes(before + word + after));
      const rank = ({ title, caption, words, group }) => {
        const [name, also, all] = [[title], [words], [title, words, caption, group]].map((each) =>
          ` ${each.join(" ").replace(/[,.;:()]/g, " ")} `.toLocaleLowerCase());
        return [
          holds(name, " ", " "), holds(also, " ", " "), holds(name, " "), holds(name, ""), holds(all, " "), holds(all, ""),
        ].indexOf(true);
      };
      const ranked = this.items.map((item) => ({ item, at: rank(item) })).filter(({ at }) => at >= 0);
      return ranked.sort((one, other) => one.at - other.at).map(({ item }) => item);
    },
    groups() {
      const groups = [];
      this.found.forEach((item, index) => {
        const name = this.search ? "" : item.group || "";
        if (!groups.length || groups[groups.length - 1].name !== name) groups.push({ name, items: [] });
        groups[groups.length - 1].items.push({ item, index });
      });
      return groups;
    },
    searchable() {
      return this.items.length > 6 || this.searching;
    },
  },
  methods: {
    show(typed = "", where = "") {
      if (this.disabled) return;
      this.where = where;
      this.from = where ? document.activeElement : null;
      this.search = typed;
      this.searching = !!typed;
      this.active = Math.max(0, this.items.findIndex((item) => item.key === this.chosen));
      this.open = true;
    },
    shown() {
      (this.$refs.search || this.$refs.list)?.focus();
      this.reveal();
    },
    hidden() {
      const away = document.activeElement;
      if (!away || away === document.body) this.leave();
    },
    leave() {
      (this.from?.isConnected ? this.from : this.keysPlace() || this.$refs.opener)?.focus();
    },
    // Where the page's own keys work; on a button they don't.
    keysPlace() {
      return this.keysAt ? document.getElementById(this.keysAt) : null;
    },
    focus() {
      this.$refs.opener?.focus();
    },
    isChosen(item) {
      return this.multiple ? this.chosen.includes(item.key) : item.key === this.chosen;
    },
    pick(item) {
      if (!item || item.disabled) return;
      if (this.multiple) {
        const at = this.chosen.indexOf(item.key);
        if (at < 0) this.chosen.push(item.key);
        else this.chosen.splice(at, 1);
        this.$emit("update:modelValue", [...this.chosen]);
        this.$refs.search?.select(); // the next one is typed over what this one was found by
        return;
      }
      (this.keysPlace() || this.$refs.opener)?.focus();
      this.open = false;
      if (this.leadsOn && !this.isChosen(item)) stTypedAhead.keep(this.$refs.opener);
      if (this.kind === "button") {
        this.$emit("pick", ...(this.where ? [item.key, this.where] : [item.key]));
        return;
      }
      this.chosen = item.key;
      this.$emit("update:modelValue", item.key);
    },
    drop(key) {
      this.chosen.splice(this.chosen.indexOf(key), 1);
      this.$emit("update:modelValue", [...this.chosen]);
      this.$refs.opener?.focus();
    },
    // Who types knows what they want: the list opens as a search for it.
    isTyping(event) {
      return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    },
    openerKey(event) {
      if (this.open && !this.isTyping(event)) {
        this.listKey(event);
        return;
      }
      if (["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key) && !event.altKey) {
        event.preventDefault();
        event.stopPropagation();
        this.show();
      } else if (this.isTyping(event) && (this.open || !this.keysAt)) {
        event.preventDefault();
        event.stopPropagation();
        this.show(this.open ? this.search + event.key : event.key);
      } else if (this.multiple && event.key === "Backspace" && this.chosen.length) {
        event.stopPropagation();
        this.drop(this.chosen[this.chosen.length - 1]);
      }
    },
    listKey(event) {
      if (event.isComposing) return;
      const last = this.found.length - 1;
      const to = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + 8, PageUp: this.active - 8 };
      event.stopPropagation();
      if (event.key in to) {
        event.preventDefault();
        this.active = Math.max(0, Math.min(last, to[event.key]));
        this.reveal();
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.pick(this.found[this.active]);
      } else if (event.key === "Escape" || event.key === "Tab") {
        if (event.key === "Escape") event.preventDefault();
        if (event.key === "Tab") this.focus(); // goes on from there
        else this.leave();
        this.open = false;
      } else if (!this.searchable && this.isTyping(event)) {
        event.preventDefault();
        this.searching = true;
        this.search = event.key;
        this.$nextTick(() => this.$refs.search?.focus());
      }
    },
    reveal() {
      this.$nextTick(() => document.getElementById(`${this.base}-${this.active}`)?.scrollIntoView({ block: "nearest" }));
    },
  },
  template: `
    <span class="st-picker" :class="['st-picker--' + kind, { 'st-picker--bad': invalid }]">
      <template v-if="multiple">
        <span v-for="token in tokens" :key="token.key" class="st-token" :class="{ 'st-token--gone': token.gone || token.disabled }">
          <span class="st-token-text">{{ token.title }}</span>
          <button type="button" class="st-token-remove" :aria-label="words.remove.replace('{what}', () => token.title)" @click="drop(token.key)">
            <q-icon name="sym_o_close" aria-hidden="true" />
          </button>
        </span>
      </template>
      <button ref="opener" type="button" class="st-picker-opener" :id="fieldId" :disabled="disabled"
        :role="kind === 'field' ? 'combobox' : null" :aria-haspopup="kind === 'field' ? null : 'listbox'"
        :aria-expanded="open ? 'true' : 'false'" :aria-controls="open ? base : null" :aria-label="label"
        :aria-invalid="invalid ? 'true' : null" :aria-describedby="describedBy" @click="show()" @keydown="openerKey">
        <template v-if="current">
          <span v-if="current.initials" class="st-picker-face" :class="{ 'st-picker-face--online': current.online }" aria-hidden="true">
            <span class="st-avatar st-avatar--small">
              <img v-if="current.picture" :src="current.picture" alt=""><span v-else>{{ current.initials }}</span>
            </span>
          </span>
          <q-icon v-else-if="current.icon" :name="'sym_o_' + current.icon" aria-hidden="true" />
          <span class="st-picker-words">{{ current.title }}</span>
        </template>
        <template v-else>
          <q-icon v-if="icon" :name="'sym_o_' + icon" aria-hidden="true" />
          <span class="st-picker-words" :class="{ 'st-picker-empty': kind === 'field' }">{{ placeholder }}</span>
        </template>
        <q-icon v-if="kind === 'field'" class="st-picker-arrow" name="sym_o_expand_more" aria-hidden="true" />
      </button>
      <q-menu v-model="open" no-parent-event no-refocus no-focus role="dialog" :aria-label="label || placeholder"
        :offset="[0, 4]" class="st-picker-menu"
        :transition-duration="120" :target="$refs.opener" @show="shown" @hide="hidden">
        <div v-if="searchable" class="st-picker-search">
          <q-icon name="sym_o_search" aria-hidden="true" />
          <input ref="search" v-model="search" type="text" role="combobox" aria-expanded="true" :aria-controls="base"
            aria-autocomplete="list" :aria-activedescendant="found.length ? base + '-' + active : null"
            :aria-label="words.within.replace('{what}', () => label || placeholder)" :placeholder="words.search" autocomplete="off" @keydown="listKey">
        </div>
        <div ref="list" class="st-picker-list" role="listbox" :id="base" tabindex="-1" :aria-label="label || placeholder"
          :aria-multiselectable="multiple ? 'true' : null"
          :aria-activedescendant="found.length ? base + '-' + active : null" @keydown="listKey">
          <div v-for="group in groups" :key="group.name" :role="group.name ? 'group' : 'presentation'"
            :aria-label="group.name || null">
            <div v-if="group.name" class="st-picker-group" aria-hidden="true">{{ group.name }}</div>
            <div v-for="{ item, index } in group.items" :key="item.key" :id="base + '-' + index" class="st-picker-option"
              :class="{ 'st-picker-option--active': index === active }" role="option"
              :aria-label="item.title" :aria-description="item.caption || null"
              :aria-selected="isChosen(item) ? 'true' : 'false'" :aria-disabled="item.disabled ? 'true' : null"
              @mousedown.prevent @click="pick(item)" @mousemove="active = index">
              <span v-if="item.initials" class="st-picker-face" :class="{ 'st-picker-face--online': item.online }" aria-hidden="true">
                <span class="st-avatar st-avatar--small">
                  <img v-if="item.picture" :src="item.picture" alt=""><span v-else>{{ item.initials }}</span>
                </span>
              </span>
              <q-icon v-else-if="item.icon" :name="'sym_o_' + item.icon" aria-hidden="true" />
              <span class="st-picker-option-words">
                <span>{{ item.title }}</span>
                <span v-if="item.caption" class="st-picker-caption">{{ item.caption }}</span>
              </span>
              <q-icon v-if="isChosen(item)" class="st-picker-tick" name="sym_o_check" aria-hidden="true" />
            </div>
          </div>
        </div>
        <div v-if="!found.length" class="st-picker-nothing" role="status">{{ nothing }}</div>
      </q-menu>
    </span>`,
};
