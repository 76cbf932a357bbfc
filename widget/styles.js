// How the bubble looks; the window's own rules are in window-styles.js, fetched with it, the launcher's in loader.js.
// Colours are written once, in the first rule, and once more for the dark; --brand and --on-brand come from the site.
export const BUBBLE = `
.layer{--surface:#fff;--line:#cfd4dc;--text:#16191f;--muted:#545c69;--accent:#3451d1;--shadow:0 12px 40px #10182833;color-scheme:light;font:14px/20px system-ui,sans-serif;overflow-wrap:anywhere;color:var(--text)}
*{box-sizing:border-box;margin:0}
.layer button,textarea{font:inherit;color:inherit;border:0;background:none;padding:0;cursor:pointer}
:focus-visible{outline:2px solid var(--accent,Highlight);outline-offset:2px}
svg{display:block;width:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
p{white-space:pre-wrap}
p+p{margin-top:8px}
a{color:inherit}
.portrait{position:relative;flex:none;display:grid;place-items:center;width:40px;height:40px;border-radius:50%;overflow:hidden;background:var(--line);font-weight:600}
.portrait img{position:absolute;inset:0;width:100%}
.bubble{position:fixed;bottom:max(88px,68px + env(safe-area-inset-bottom));right:20px;z-index:2147483000;display:flex;align-items:end;gap:8px;max-width:calc(100% - 40px);animation:rise .16s ease-out}
.left{right:auto;left:20px}
.card{position:relative;padding:12px 16px;min-width:0;width:320px;flex:1;box-shadow:var(--shadow);border-radius:16px;background:var(--surface)}
.name{padding-inline-end:28px;font-weight:600}
small{margin-inline-start:6px;font-size:12px;font-weight:400;color:var(--muted)}
.body{cursor:pointer;margin:2px 0 12px;max-height:calc(100vh - 254px);overflow:auto}
.layer .close{position:absolute;top:0;inset-inline-end:0;padding:12px;border-radius:16px;color:var(--muted)}
.composer{display:flex;align-items:end;border:1px solid var(--line);border-radius:12px}
.composer small{padding:11px}
.composer:focus-within{outline:2px solid var(--accent);outline-offset:-1px}
.layer textarea{flex:1;min-width:0;height:42px;max-height:120px;padding:11px 12px;resize:none;outline:0;cursor:text}
textarea::placeholder{color:var(--muted)}
.layer .send{padding:6px;margin:-1px;border:6px solid #0000;border-radius:50%;background:var(--text) padding-box;color:var(--surface)}
.layer :placeholder-shown+.send{background:none;color:var(--muted)}
@keyframes rise{from{opacity:0;translate:0 8px}}
@media(prefers-color-scheme:dark){.layer{--surface:#1e232b;--line:#3b4350;--text:#eef1f5;--muted:#a8b1be;--accent:#8ea2ff;--shadow:0 12px 40px #0009;color-scheme:dark}}
@media(prefers-reduced-motion){*{animation:none!important}}
@media(max-width:480px){.layer textarea{font-size:16px}}
@media print{*{display:none!important}}
`;
