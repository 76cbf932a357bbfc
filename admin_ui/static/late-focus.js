// Where the server leads somebody to (components/focus.py) it leads late on a slow line: who has gone to another field by
// then, or types, stays there.
(() => {
  const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
  const ASKS = /^(Enter|Escape|Backspace|Delete)$/; // what these do in a field is answered by the server
  let own = null; // the field that somebody has gone to, or typed in, since they asked for something

  const goTo = ({ target }) => (own = target.closest?.(FIELD) ?? null);

  addEventListener("pointerdown", goTo, true);
  addEventListener("input", goTo, true);
  addEventListener(
    "keydown",
    ({ key, ctrlKey, metaKey, altKey }) => {
      if (ASKS.test(key) || ctrlKey || metaKey || altKey) own = null;
      else if (key === "Tab") addEventListener("focusin", goTo, { capture: true, once: true });
    },
    true,
  );

  window.stLead = (focus) => {
    if (!own?.contains(document.activeElement)) focus();
  };
})();
