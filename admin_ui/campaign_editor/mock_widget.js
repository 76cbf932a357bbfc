// The mock widget: the real widget's modules in a sandboxed frame, told what to show by postMessage. The frame has the
// width of a screen that the widget is made for, and is drawn smaller where there is less room.
const WIDTHS = { desktop: 440, phone: 360 };
const LEAST = 340; // what the message needs
const SMALLER = 1.3; // so many times larger than its room, and no more: the words stay legible

export default {
  props: { src: String, content: Object, device: String, name: String },
  data() {
    return { ready: false, room: [0, 0] };
  },
  watch: {
    content() {
      this.tell();
    },
  },
  computed: {
    style() {
      const [width, height] = this.room;
      const desktop = Math.max(width, LEAST, Math.min(WIDTHS.desktop, width * SMALLER));
      const wanted = this.device === "phone" ? WIDTHS.phone : desktop;
      const scale = Math.min(1, width / wanted) || 1;
      return { width: `${wanted}px`, height: `${height / scale}px`, transform: `scale(${scale})` };
    },
  },
  mounted() {
    this.listen = (event) => {
      if (event.source !== this.$refs.frame.contentWindow || event.data?.type !== "ready") return;
      this.ready = true;
      this.tell();
    };
    window.addEventListener("message", this.listen);
    this.sizes = new ResizeObserver(([entry]) => {
      this.room = [entry.contentRect.width, entry.contentRect.height];
    });
    this.sizes.observe(this.$refs.room);
  },
  unmounted() {
    window.removeEventListener("message", this.listen);
    this.sizes.disconnect();
  },
  methods: {
    tell() {
      if (!this.ready) return;
      // The frame has an origin of its own that nobody can name; nothing secret is told.
      this.$refs.frame.contentWindow.postMessage({ type: "preview", content: JSON.parse(JSON.stringify(this.content)) }, "*");
    },
  },
  template: `
    <div class="st-mock-frame" :class="'st-mock-frame--' + device">
      <div ref="room" class="st-mock-room">
        <iframe ref="frame" sandbox="allow-scripts" :src="src" :title="name" :style="style"></iframe>
      </div>
    </div>`,
};
