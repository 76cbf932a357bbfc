// The launcher as loader.js draws it, for where there is no loader: the mock widget. A test holds them together.
export const LAUNCHER = `
:host{all:initial!important}
.launcher{position:fixed;bottom:max(20px,env(safe-area-inset-bottom));right:20px;z-index:2147483000;width:56px;height:56px;padding:16px;border:0;border-radius:50%;cursor:pointer;box-shadow:0 6px 20px #10182833;color:var(--on-brand);background:var(--brand)}
.launcher::before{content:'';display:block;height:20px;background:currentColor;border-radius:8px 8px 8px 2px}
:host(.left) .launcher{right:auto;left:20px}
`;
