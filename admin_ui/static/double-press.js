// A double press is one press: before its second half an answer may have come, so that under the hand stands something else,
// such as a list that has opened, or the same button that by now does the opposite. What is pressed several times on purpose
// says so (`data-repeats`).
(() => {
  const PRESSED = "button, a[href], [role=option], [role=menuitem], .q-dialog__backdrop";
  let first = null;

  addEventListener(
    "click",
    (event) => {
      const on = event.target.closest?.(PRESSED) ?? null;
      if (event.detail < 2) {
        first = on;
      } else if (on && !(on === first && "repeats" in on.dataset)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
})();
