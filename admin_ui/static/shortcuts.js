// Keys that lead somewhere. The page tells by attributes what it offers: data-search is what "/" leads into, data-new
// what "n" presses, data-escape what Escape presses, data-go="c" a link that "g c" follows. "?" lists them all.
// A page's own keys are functions in stKeys; each returns something if it has done something.
(() => {
  if (/Mac|iPhone|iPad/.test(navigator.platform)) document.documentElement.dataset.mac = "";
  const PATIENCE_MS = 1500;
  const NO_TYPING = /^(button|checkbox|color|file|image|radio|range|reset|submit)$/;
  let goes = 0;

  const typing = (element) =>
    element.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
    (element.tagName === "INPUT" && !NO_TYPING.test(element.type));

  // What is typed; where an alphabet is not Latin, what stands at that place of a keyboard that is.
  function keyOf(event) {
    if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
    if (event.key.length !== 1) return event.key;
    if (/^Key[A-Z]$/.test(event.code)) return event.code[3].toLowerCase();
    return event.code === "Slash" ? (event.shiftKey ? "?" : "/") : event.key;
  }

  const seen = (selector) => [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  // What has been closed and is still fading covers nothing any more.
  const stands = (each) => each.checkVisibility() && !/-leave-active/.test(each.className);
  const open = (kinds) => [...document.querySelectorAll(kinds)].some(stands);
  const covered = () => open("dialog[open], .q-dialog__inner, .q-menu");

  function search() {
    const place = seen("[data-search]");
    const field = place?.matches("input") ? place : place?.querySelector("input");
    field?.focus();
    field?.select();
    return field;
  }

  function press(selector) {
    const found = seen(selector);
    found?.click();
    return found;
  }

  // The page draws the sheet; it is told what stands there.
  window.stHelp = () => {
    const adds = seen("[data-new]")?.innerText.split("\n").at(-1) ?? "";
    window.emitEvent?.("st_help", { search: !!seen("[data-search]"), adds });
    return true;
  };

  function act(key) {
    if (Date.now() < goes) {
      goes = 0;
      return /^[a-z]$/.test(key) && press(`[data-go="${key}"]`);
    }
    if (key === "g") goes = Date.now() + PATIENCE_MS;
    if (key === "/") return search();
    if (key === "n") return press("[data-new]");
    if (key === "?") return window.stHelp();
    if (key === "Escape") return press("[data-escape]");
    return window.stKeys?.[key]?.();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const commands = event.ctrlKey || event.metaKey;
    const written = event.getModifierState?.("AltGraph");
    const key = keyOf(event);
    if (key === "k" && commands && !event.altKey && !event.shiftKey) {
      if (open(".q-dialog__inner")) return;
      event.preventDefault();
      document.dispatchEvent(new CustomEvent("st-palette"));
      return;
    }
    if (((commands || event.altKey) && !written) || covered() || typing(event.composedPath()[0])) return;
    if (act(key)) event.preventDefault();
  });
})();
