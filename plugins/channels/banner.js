// A banner along the top or the foot of the page, which goes on behind it: the message, a button that opens the chat to
// answer it, and one to close it. `content.channel` says where it stands; at the top the page makes room for it.
import { element, onEscape } from "../dom.js";
import { pageTop } from "../page-top.js";
import { speaker } from "../speaker.js";

const BANNER = `
.banner{position:fixed;inset-inline:16px;z-index:2147482999;display:flex;align-items:center;gap:12px;max-width:800px;margin:auto;padding:12px 16px;border-radius:16px;background:var(--surface);box-shadow:var(--shadow);animation:rise .16s ease-out}
.banner.top{top:max(16px,env(safe-area-inset-top));animation-name:fall}
.banner.foot{bottom:max(16px,env(safe-area-inset-bottom))}
.banner .words{flex:1;min-width:0}
.banner .name{padding:0}
.banner .body{max-height:30vh;margin:0;cursor:auto}
.banner .form{max-width:400px}
.layer .banner .answer{flex:none;padding:9px 16px;border-radius:18px;background:var(--brand);color:var(--on-brand);font-weight:500}
.layer .banner .close{position:static;flex:none;margin-inline-end:-8px}
@keyframes fall{from{opacity:0;translate:0 -8px}}
@media(max-width:960px){.banner.foot{bottom:max(88px,68px + env(safe-area-inset-bottom))}}
@media(max-width:480px){.banner{flex-wrap:wrap;align-items:start}.banner .words{flex-basis:calc(100% - 108px)}.layer .banner .answer{order:1;width:100%}}
`;

export function render(root, first, actions) {
  const { say, layer, who, name, body, close, update } = speaker(root, BANNER, first.site.texts, actions);
  const answer = element("button", { class: "answer", click: actions.open }, say("reply"));
  const words = element("div", { class: "words" }, name, body);
  const bar = element("section", {}, who, words, answer, close);
  const live = element("div", { "aria-live": "polite" });
  const room = pageTop(bar);

  layer.append(live);
  onEscape(root, () => bar.isConnected && actions.dismiss());
  return {
    update(next) {
      if (next.view !== "message") {
        room.leave();
        bar.remove();
        return;
      }
      update(next, bar);
      const atTop = next.channel === "banner_top";
      bar.className = "banner " + (atTop ? "top" : "foot");
      if (!bar.isConnected) live.append(bar);
      if (atTop) room.take();
    },
  };
}
