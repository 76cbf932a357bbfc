// One line to type a number, a date or a time in; what is typed stays when the page changes around it.
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
  methods: {
    focus() {
      this.$refs.input.focus();
    },
    typed(event) {
      this.text = event.target.value;
      this.$emit("update:modelValue", event.target.validity.badInput ? "?" : this.text);
    },
  },
  template: `
    <span class="st-input" :class="'st-input--' + type">
      <input ref="input" :type="type" :value="text" :step="step" :min="minimum" :max="maximum" :placeholder="placeholder"
        :list="list"         :aria-label="label" :inputmode="type === 'number' ? 'decimal' : null" autocomplete="off" @input="typed">
      <span v-if="unit" class="st-input-unit">{{ unit }}</span>
      <slot></slot>
    </span>`,
};
