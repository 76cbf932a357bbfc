// A quiet select: the browser's own, because it is the one that works with every keyboard, reader and phone.
// NiceGUI's script keeps what was told as a list of arguments.
const given = (value) => (Array.isArray(value) ? value[0] : value);

export default {
  props: { modelValue: { default: "" }, loopback: Boolean, options: Array, label: String, unknown: String },
  emits: ["update:modelValue"],
  data() {
    return { chosen: given(this.modelValue) };
  },
  watch: {
    modelValue(now) {
      this.chosen = given(now);
    },
  },
  methods: {
    picked(event) {
      this.chosen = event.target.value;
      this.$emit("update:modelValue", this.chosen);
    },
  },
  computed: {
    foreign() {
      return !this.options.some(([key]) => key === this.chosen);
    },
  },
  template: `
    <span class="st-select">
      <select :value="chosen" :aria-label="label" @change="picked">
        <option v-if="foreign" :value="chosen" disabled>{{ unknown || chosen || "…" }}</option>
        <option v-for="[key, words] in options" :key="key" :value="key">{{ words }}</option>
      </select>
    </span>`,
};
