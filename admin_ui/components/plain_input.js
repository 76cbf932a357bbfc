// One line to type a text, an address, a number, a date or a time in; what is typed stays when the page changes around it.
// NiceGUI's script keeps what was told as a list of arguments.
const given = (value) => (Array.isArray(value) ? value[0] : value);

export default {
  props: {
    modelValue: { default: "" },
    loopback: Boolean,
    type: { default: "text" },
    label: String,
    unit: String,
    step: { default: "any" },
    minimum: Number,
    maximum: Number,
    placeholder: String,
    list: String,
  },
  emits: ["update:modelValue"],
  data() {
    return { text: given(this.modelValue) ?? "" };
  },
  watch: {
    modelValue(now) {
      if (document.activeElement !== this.$refs.input) this.text = given(now) ?? "";
    },
  },
  async mounted() {
    if (this.type === "address") this.asAddress = (await import("rich-text/addresses.js")).asAddress;
  },
  methods: {
    focus() {
      this.$refs.input.focus();
    },
    typed(event) {
      this.text = event.target.value;
      this.$emit("update:modelValue", event.target.validity.badInput ? "?" : this.text);
    },
    // An address that has been typed is completed as in the form of a link, before anything is pressed that asks for it.
    settled() {
      const { address = this.text } = (!this.text.includes("{{") && this.asAddress?.(this.text)) || {};
      if (address === this.text) return;
      this.text = address;
      this.$emit("update:modelValue", address);
    },
  },
  template: `
    <span class="st-input" :class="'st-input--' + type">
      <input ref="input" :type="type === 'address' ? 'text' : type" :value="text" :step="step" :min="minimum" :max="maximum" :placeholder="placeholder"
        :list="list" :aria-label="label" :inputmode="{ number: 'decimal', address: 'url' }[type]" autocomplete="off"
        :autocapitalize="type === 'address' ? 'off' : null" @input="typed" @change="settled">
      <span v-if="unit" class="st-input-unit">{{ unit }}</span>
      <slot></slot>
    </span>`,
};
