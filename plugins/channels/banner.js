// A banner along the top or the foot of the page, which goes on behind it: the message, a button that opens the chat to
// answer it, and one to close it. `content.channel` says where it stands; at the top the page makes room for it.
import { element, onEscape } from "../dom.js";
import { pageTop } from "../page-top.js";
import { speaker } from "../speaker.js";

// Words scroll where they are many; the buttons never do.
const BANNER = `
.banner{position:fixed;inset-inline:16px;z-index:2147482999;display:flex;align-items:center;gap:12px;max-width:960px;margin:auto;padding:12px 16px;border-radius:16px;background:var(--surface);box-shadow:var(--shadow);animation:rise .16s ease-out}
.banner.top{top:max(16px,env(safe-area-inset-top));animation-name:fall}
.banner.foot{bottom:max(16px,env(safe-area-inset-bottom))}
.banner .words{flex:1;display:flex;flex-direction:column;min-width:0;max-height:min(130px,24vh)}
.banner .words:has(.form:not([hidden])){max-height:36vh}
.banner .name{padding:0}
.banner .body{max-height:none;margin:0;cursor:auto}
.banner .form{max-width:400px;padding-inline:1px}
.banner .pictures{display:flex;gap:8px;max-width:30%}
.banner :empty:is(.pictures,.body){display:none}
.banner .picture{min-width:0;max-width:144px;height:96px;margin:0;object-fit:cover}
.banner .acts{display:flex;flex-wrap:wrap;justify-content:end;gap:8px;max-width:min(300px,40%)}
.banner .choices{display:contents}
.layer .banner .answer{padding:9px 16px;border-radius:18px;background:var(--brand);color:var(--on-brand);font-weight:500}
.layer .banner .close{position:static;flex:none;margin-inline-end:-8px}
@keyframes fall{from{opacity:0;translate:0 -8px}}
@media(max-width:1120px){.banner.foot{bottom:max(88px,68px + env(safe-area-inset-bottom))}}
@media(max-width:640px){
.banner{display:grid;grid-template:"who name name close" "body body pictures pictures" "acts acts acts acts"/auto 1fr auto auto;gap:8px}
.banner>:first-child{grid-area:who}
.banner .words{display:contents}
.banner .name{grid-area:name}
.banner .body{grid-area:body;align-self:start;max-height:18vh}
.banner .body:has(.form:not([hidden])){max-height:30vh}
.banner:has(.pictures:empty) .body{grid-column:1/-1}
.banner .pictures{grid-area:pictures;align-self:start;max-width:30vw}
.banner .picture{height:72px}
.banner .acts{grid-area:acts;max-width:none}
.banner .acts button,.banner .acts a{flex:auto}
.layer .banner .close{grid-area:close}
}
`;

export function render(root, first, actions) {
  const { say, layer, who, name, body, close, update } = speaker(root, BANNER, first.site.texts, actions);
  const answer = element("button", { class: "answer", click: actions.open }, say("reply"));
  const words = element("div", { class: "words" }, name, body);
  const pictures = element("div", { class: "pictures" });
  const acts = element("div", { class: "acts" });
  const bar = element("section", {}, who, words, pictures, acts, close);
  const live = element("div", { "aria-live": "polite" });
  const room = pageTop(bar);

  function place(nodes, blocks) {
    const of = (type) => nodes.filter((_, at) => blocks[at].type === type);
    body.replaceChildren(...nodes);
    pictures.replaceChildren(...of("image"));
    acts.replaceChildren(...of("buttons"), answer);
  }

  layer.append(live);
  onEscape(root, () => bar.isConnected && actions.dismiss());
  return {
    update(next) {
      if (next.view !== "message") {
        room.leave();
        bar.remove();
        return;
      }
      update(next, bar, place);
      const atTop = next.channel === "banner_top";
      bar.className = "banner " + (atTop ? "top" : "foot");
      if (!bar.isConnected) live.append(bar);
      if (atTop) room.take();
    },
  };
}
