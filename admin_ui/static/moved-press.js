// A page that moves between the pressing of a button and its release takes the button from under the hand: a sentence goes
// as its field is left, or an answer comes. Browsers tell no click then; the press counts for what was pressed.
(() => {
  const NEAR = 4; // px: the hand has stayed, it is the page that moved
  let press = null;

  const swallow = (event) => event.stopImmediatePropagation();

  addEventListener(
    "pointerdown",
    ({ target, button, clientX, clientY, ctrlKey, metaKey, shiftKey }) => {
      const plainly = button === 0 && !ctrlKey && !metaKey && !shiftKey; // else a link opens elsewhere, as only browsers do it
      const on = plainly && target.closest?.("button, a[href]");
      press = on ? { on, clientX, clientY } : null;
    },
    true,
  );
  addEventListener("pointercancel", () => (press = null), true);
  addEventListener(
    "pointerup",
    ({ target, clientX, clientY }) => {
      const pressed = press;
      press = null;
      if (!pressed?.on.isConnected || pressed.on.contains(target)) return;
      if (Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) > NEAR) return;
      addEventListener("click", swallow, true); // of what holds both, told within this task
      setTimeout(() => {
        removeEventListener("click", swallow, true);
        pressed.on.click();
      });
    },
    true,
  );
})();
