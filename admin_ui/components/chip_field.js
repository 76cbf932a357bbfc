// Several texts as chips. What is being typed already counts, so nothing is lost by clicking elsewhere.
// The second half of a double click on a cross removes nothing: the next chip has moved under it.
// NiceGUI's script keeps what was told as a list of arguments.
const given = (value) => [...((Array.isArray(value?.[0]) ? value[0] : value) || [])];

export default {
  props: {
    modelValue: Array,
    loopback: Boolean,
    label: String,
    placeholder: String,
    suggestions: { type: Array, default: () => [] },
  },
  emits: ["update:modelValue"],
  data() {
    const words = { edit: stWord("Edit {what}"), remove: stWord("Remove {what}") };
    return { chips: given(this.modelValue), text: "", words };
  },
  watch: {
    modelValue(now) {
      if (this.$el.contains(document.activeElement) || JSON.stringify(given(now)) === JSON.stringify(this.all)) return;
      this.chips = given(now);
      this.text = "";
    },
  },
  computed: {
    all() {
      return this.text.trim() ? [...this.chips, this.text.trim()] : [...this.chips];
    },
    listId() {
      return this.suggestions.length ? `st-suggestions-${this.$.uid}` : null;
    },
  },
  methods: {
    tell() {
      this.$emit("update:modelValue", this.all);
    },
    typed(event) {
      this.text = event.target.value;
      this.tell();
    },
    take() {
      const text = this.text.trim();
      this.text = "";
      if (text && !this.chips.includes(text)) this.chips.push(text);
      this.tell();
    },
    remove(index) {
      this.chips.splice(index, 1);
      this.tell();
      this.$refs.input.focus();
    },
    edit(index) {
      this.take();
      this.text = this.chips.splice(index, 1)[0];
      this.tell();
      this.$nextTick(() => this.$refs.input.select());
      this.$refs.input.focus();
    },
    pressed(event) {
      if (event.isComposing) return;
      if (event.key === "Enter" && this.text.trim()) {
        event.preventDefault();
        event.stopPropagation();
        this.take();
      } else if (event.key === "Backspace" && !this.text && this.chips.length) {
        event.preventDefault();
        event.stopPropagation();
        this.remove(this.chips.length - 1);
      }
    },
    pasted(event) {
      const lines = event.clipboardData.getData("text").split(/[\r\n\t]+/).map((line) => line.trim()).filter(Boolean);
      if (lines.length < 2) return;
      event.preventDefault();
      for (const line of lines) if (!this.chips.includes(line)) this.chips.push(line);
      this.tell();
    },
  },
  template: `
    <span class="st-chips" role="group" :aria-label="label" @click.self="$refs.input.focus()">
      <span v-for="(chip, index) in chips" :key="index" class="st-token">
        <button type="button" class="st-token-text" :title="words.edit.replace('{what}', () => chip)" @click="edit(index)">{{ chip }}</button>
        <button type="button" class="st-token-remove" :aria-label="words.remove.replace('{what}', () => chip)" @click="remove(index)">
          <q-icon name="sym_o_close" aria-hidden="true" />
        </button>
      </span>
      <input ref="input" :value="text" :list="listId" :aria-label="label" :placeholder="chips.length ? '' : placeholder"
        autocomplete="off" autocapitalize="off" spellcheck="false"
        @input="typed" @keydown="pressed" @paste="pasted" @blur="text && take()">
      <datalist v-if="listId" :id="listId"><option v-for="one in suggestions" :key="one" :value="one" /></datalist>
    </span>`,
};
