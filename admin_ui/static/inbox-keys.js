// The keys of the inbox press what one sees: the server, which may be far away, would go by what it has shown since.
(() => {
  const ROW = ".st-conversation";
  const CURRENT = `${ROW}[aria-current=true]`;
  const seen = (selector) => [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());

  function step(by) {
    const rows = [...document.querySelectorAll(ROW)];
    const here = rows.findIndex((each) => each.matches(CURRENT));
    const next = here < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, here + by));
    rows[next]?.click();
    return rows.length;
  }

  function press(element) {
    element?.click();
    return element;
  }

  function answer() {
    const box = seen("[data-answer]");
    box?.focus();
    return box;
  }

  let turned = ""; // pressed again before it is shown, it is turned once

  // One that was pressed is the one that is meant, also while another is still shown.
  function turn() {
    const key = document.querySelector(CURRENT)?.dataset.conversation;
    const shown = seen("[data-thread]")?.dataset.thread;
    if (!key || key === shown) return press(seen("[data-turn]"));
    if (key !== turned) window.emitEvent("st_turn", key);
    turned = key;
    return key;
  }

  window.stKeys = {
    j: () => step(1),
    k: () => step(-1),
    r: answer,
    e: turn,
    x: () => press(document.querySelector(CURRENT)?.closest("li").querySelector("input[type=checkbox]")),
  };

  // Shown as the open one at once, so that the next step goes on from there.
  document.addEventListener("click", ({ target }) => {
    const row = target.closest(ROW);
    if (!row) return;
    turned = "";
    for (const each of document.querySelectorAll(CURRENT)) each.ariaCurrent = null;
    row.ariaCurrent = "true";
  });
})();
