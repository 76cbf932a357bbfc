// How the window looks; the tokens are in styles.js.
export const WINDOW = `
.layer{--said:#f0f1f4;--fine:#e6e8ec;--bad:#b3261e;--z:2147483000;--edge:20px}
[hidden]{display:none!important}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launcher.open::before{height:12px;width:12px;margin:0 auto 4px;border-radius:0 0 2px;background:none;border:solid;border-width:0 3px 3px 0;box-sizing:border-box;rotate:45deg}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:20px;padding:0 6px;border-radius:10px;background:#c9372c;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}
.window{position:fixed;inset:auto var(--edge) max(88px,68px + env(safe-area-inset-bottom)) auto;z-index:var(--z);flex-direction:column;padding:0;border:0;color:inherit;width:380px;height:600px;max-width:calc(100vw - 40px);max-height:calc(100dvh - 108px);overflow:hidden;border-radius:16px;background:var(--surface);box-shadow:var(--shadow);animation:rise .16s ease-out;outline:0}
.window[open]{display:flex}
.window.left{right:auto;left:var(--edge)}
.header{display:flex;align-items:center;gap:12px;padding:12px 8px 12px 16px;border-bottom:1px solid var(--fine)}
[dir=rtl] .header{padding:12px 16px 12px 8px}
.header .who{flex:1;min-width:0;display:flex;flex-direction:column;align-items:start}
h2{font-size:16px;line-height:20px;font-weight:600;overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.header small{max-width:100%;margin:0;font-size:12px;line-height:16px;color:var(--muted);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.layer .header .close{position:static}
.log{display:contents}
.thread{flex:1;min-height:0;padding:16px;overflow:auto;overscroll-behavior:contain;list-style:none;display:flex;flex-direction:column}
.thread:focus-visible{outline-offset:-4px;border-radius:8px}
.thread>.entry:first-child{margin-top:auto}
.greeting{margin:auto;padding:0 24px;text-align:center;font-size:16px;line-height:24px;color:var(--muted)}
.entry{display:grid;grid-template-columns:28px minmax(0,1fr);column-gap:8px;margin-top:2px;animation:rise .16s ease-out}
.entry.first{margin-top:16px}
.entry .portrait{width:28px;height:28px;font-size:11px;align-self:start}
.entry>*{grid-column:2}
.entry .portrait{grid-column:1;grid-row:2}
.by,.at{font-size:12px;line-height:16px;color:var(--muted)}
.by{grid-row:1;justify-self:start;margin:0 4px 4px}
.at{margin:4px 4px 0}
.said{justify-self:start;max-width:100%;padding:9px 14px 10px;border-radius:6px 16px 16px 6px;background:var(--said)}
.first .said{border-start-start-radius:16px;grid-row:2}
.last .said{border-end-start-radius:16px}
[dir=rtl] .said{border-radius:16px 6px 6px 16px}
[dir=rtl] .first .said{border-top-right-radius:16px}
[dir=rtl] .last .said{border-bottom-right-radius:16px}
.me{grid-template-columns:minmax(0,1fr);padding-inline-start:56px}
.me>*{grid-column:1;justify-self:end}
.me .said{grid-row:auto;color:var(--on-brand);background:var(--brand);border-radius:16px 6px 6px 16px}
.me.first .said{border-top-right-radius:16px}
.me.last .said{border-bottom-right-radius:16px}
[dir=rtl] .me .said{border-radius:6px 16px 16px 6px}
[dir=rtl] .me.first .said{border-top-left-radius:16px}
[dir=rtl] .me.last .said{border-bottom-left-radius:16px}
.me.sending .said{opacity:.7}
.system{display:block;text-align:center;font-size:12px;line-height:16px;color:var(--muted);margin-top:16px}
.emoji{padding:0;background:none!important;font-size:32px;line-height:40px}
.failed .at{color:var(--bad)}
.layer .failed button{padding:12px 0;margin:-12px 0;font-weight:600;text-decoration:underline;text-underline-offset:2px}
.notice{padding:8px 16px 0;font-size:12px;line-height:16px;color:var(--muted);text-align:center}
.window .composer{margin:12px 16px max(16px,env(safe-area-inset-bottom))}
@media(prefers-color-scheme:dark){.layer{--said:#2a303a;--fine:#2a303a;--bad:#ff8f86}}
@media(max-width:480px){.window,.window.left{inset:var(--top,0) 0 auto;width:100%;max-width:none;height:var(--height,100dvh);max-height:none;border-radius:0;z-index:calc(var(--z) + 1)}.header{padding-top:max(12px,env(safe-area-inset-top))}}
`;
