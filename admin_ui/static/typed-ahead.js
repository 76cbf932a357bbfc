// What is typed between a choice and the moment at which the field that it leads to has the focus: kept, and typed there.
(() => {
  const LONGEST_MS = 3000; // a choice that has led nowhere by then leaves the keys to what has the focus
  const KEPT = ["Enter", "Backspace"];
  const ALONE = /^(Shift|Control|Alt|AltGraph|CapsLock|Meta|Dead|Process)$/; // say nothing by themselves
  let waiting = null;

  function keep(from) {
    stop();
    waiting = { from, keys: [], over: setTimeout(stop, LONGEST_MS) };
  }

  function stop() {
    clearTimeout(waiting?.over);
    waiting = null;
  }

  window.stTypedAhead = { keep };

  // A button that draws a field which gets the focus.
  addEventListener("click", ({ target }) => target.closest("[data-leads-on]") && keep(document.activeElement), true);

  window.addEventListener(
    "keydown",
    (event) => {
      if (!waiting || event.target !== waiting.from || ALONE.test(event.key)) return;
      const { key, ctrlKey, metaKey, altKey } = event;
      const commands = (ctrlKey || metaKey || altKey) && !event.getModifierState?.("AltGraph");
      if (commands || (key.length > 1 && !KEPT.includes(key))) {
        stop(); // somebody goes elsewhere by themselves
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (key !== "Enter" || !event.repeat) waiting.keys.push(key); // the Enter that chose may still be held
    },
    true,
  );

  window.addEventListener("pointerdown", stop, true);

  document.addEventListener("focusin", ({ target }) => {
    if (!waiting || target === waiting.from) return;
    const { keys } = waiting;
    stop();
    for (const key of keys) type(document.activeElement, key);
  });

  function type(field, key) {
    if (field.tagName === "INPUT" && key !== "Enter") {
      document.execCommand(...(key === "Backspace" ? ["delete"] : ["insertText", false, key])); // no other way is undone by Ctrl+Z
    } else {
      field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  }
})();
