// Ctrl+Z and its like in the editor. What one types in a field is undone by that field, until it is as it was when one came
// into it; everything else by the page (campaign_editor/editor.py).
(() => {
  const TYPED = "textarea, input:not([type=checkbox], [type=radio], [type=date], [type=time], [type=datetime-local])";
  const began = new WeakMap();

  window.stHistory = (name) => stRows.ask(document.querySelector("[data-history]"), `history-${name}`);

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(TYPED)) began.set(target, target.value);
  });

  document.addEventListener("keydown", (event) => {
    const { target, altKey, ctrlKey, metaKey, shiftKey } = event;
    const key = event.key.toLowerCase();
    const meant = (ctrlKey || metaKey) && !altKey && (key === "z" || (key === "y" && !shiftKey));
    // The message editor has undone something by then, or has asked the page itself.
    if (!meant || event.defaultPrevented || target.closest("[role=dialog]")) return;
    if (target.matches(TYPED) && target.value !== began.get(target)) return;
    event.preventDefault();
    if (target.matches("input, textarea")) target.blur(); // a field shows nothing else while one is in it
    window.stHistory(key === "z" && !shiftKey ? "undo" : "redo");
  });
})();
