// A small form for the link that the caret is in, or a new one: Enter takes it, Escape goes back to the text.
// The text itself is worked on by its editor (rich_text.js), so that Ctrl+Z takes it back.
import { asAddress } from "rich-text/addresses.js";

const words = () => ({
  link: stWord("Link"),
  key: stWord("Link  Ctrl+K"),
  address: stWord("Address"),
  hint: stWord("A page of the site begins with /, such as /gifts"),
  example: stWord("https://… or /page"),
  words: stWord("Words"),
  read: stWord("What visitors read"),
  unlink: stWord("Remove the link"),
  change: stWord("Change"),
  insert: stWord("Insert"),
});

export default {
  props: { target: { type: String, required: true } },
  data() {
    return { open: false, at: null, address: "", words: "", problem: "", say: words() };
  },
  mounted() {
    this.$el.addEventListener("open-link", this.show);
  },
  methods: {
    editor() {
      return document.getElementById(this.target).closest(".st-rich").stEditor;
    },
    show() {
      this.at = this.editor().linkAt();
      this.address = this.at.address;
      this.words = this.at.words;
      this.problem = "";
      this.open = true;
    },
    shown() {
      this.$refs.address.focus();
      this.$refs.address.select();
    },
    take() {
      const { address, problem } = asAddress(this.address);
      if (problem) {
        this.problem = problem;
        this.$refs.address.focus();
        return;
      }
      this.open = false;
      this.put(this.words, address);
    },
    unlink() {
      this.open = false;
      this.put(this.words || this.address, "");
    },
    put(words, address) {
      this.editor().putLink(this.at, words, address);
    },
    back() {
      this.open = false;
      this.editor().focus();
    },
    pressed(event) {
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      if (event.key === "Enter" && event.target.tagName === "BUTTON") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") this.take();
      else this.back();
    },
  },
  template: `
    <span data-link-form>
      <button ref="opener" type="button" class="st-tool" :aria-label="say.link" :title="say.key" aria-haspopup="dialog"
        :aria-expanded="open ? 'true' : 'false'" @mousedown.prevent @click="show">
        <q-icon name="sym_o_link" aria-hidden="true" />
      </button>
      <q-menu v-model="open" no-parent-event no-refocus no-focus role="dialog" :aria-label="say.link" class="st-link-menu"
        :offset="[0, 4]" :transition-duration="120" :target="$refs.opener" @show="shown" @keydown="pressed">
        <div class="st-field">
          <label class="st-label" :for="target + '-link'">{{ say.address }}</label>
          <span class="st-input"><input ref="address" :id="target + '-link'" v-model="address" type="text" inputmode="url" autocomplete="off"
            autocapitalize="off" spellcheck="false" :placeholder="say.example" maxlength="1000"
            :aria-invalid="problem ? 'true' : null" :aria-describedby="target + '-link-problem'"
            @input="problem = ''"></span>
          <span :id="target + '-link-problem'" class="st-below" :class="{ 'st-bad': problem }" role="alert">{{
            problem || say.hint }}</span>
        </div>
        <div class="st-field">
          <label class="st-label" :for="target + '-link-words'">{{ say.words }}</label>
          <span class="st-input"><input :id="target + '-link-words'" v-model="words" type="text" autocomplete="off" maxlength="400"
            :placeholder="say.read"></span>
        </div>
        <div class="st-link-foot">
          <button v-if="at && at.isLink" type="button" class="st-link" @click="unlink">{{ say.unlink }}</button>
          <span class="st-grow"></span>
          <button type="button" class="st-link-do" @click="take">{{ at && at.isLink ? say.change : say.insert }}</button>
        </div>
      </q-menu>
    </span>`,
};
