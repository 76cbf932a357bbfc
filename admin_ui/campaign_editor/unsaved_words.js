// Words of the editor's text fields, kept in this tab of the browser from the key-stroke on until the server has saved
// them. What is still here when a page meets the server again, the same or one loaded anew, is told once more.
const STORE = "smart-trigger:unsaved:";
const PAUSE_MS = 500;

function read(place) {
  try {
    return JSON.parse(sessionStorage.getItem(STORE + place)) ?? {};
  } catch {
    return {}; // no storage: what is typed lives as long as the page
  }
}

function write(place, kept) {
  try {
    if (Object.keys(kept).length) sessionStorage.setItem(STORE + place, JSON.stringify(kept));
    else sessionStorage.removeItem(STORE + place);
  } catch {
    // as above
  }
}

export default {
  props: {
    place: { type: String, required: true }, // whose words these are, and of which campaign
    stands: { type: Object, required: true }, // what each field's draft says, in a word that is the same for the same
  },
  emits: ["found"],
  created() {
    this.kept = read(this.place);
  },
  watch: {
    place(now, before) {
      write(before, {});
      write(now, this.kept);
    },
  },
  methods: {
    typed(field, words) {
      const { before = this.stands[field], number = 0 } = this.kept[field] ?? {};
      this.kept[field] = { words, before, number: Math.max(number + 1, Date.now()) };
      write(this.place, this.kept);
      clearTimeout(this.pause);
      this.pause = setTimeout(this.tell, PAUSE_MS);
    },
    tell() {
      for (const [field, its] of Object.entries(this.kept)) this.$emit("found", { field, ...its });
    },
    // An earlier state of these words has been saved.
    saved(field, stands) {
      if (!this.kept[field]) return;
      this.kept[field].before = stands;
      write(this.place, this.kept);
    },
    forget(field, number) {
      if (this.kept[field]?.number !== number) return; // typed on since
      delete this.kept[field];
      write(this.place, this.kept);
    },
  },
  template: "<span hidden></span>",
};
