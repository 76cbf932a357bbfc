// The keyboard in the condition builder, beside what holds for all rows (rows.js). It moves the focus by itself; what changes
// the rule is asked for with events on the row (node-add, node-remove) that campaign_editor/builder/nodes.py answers.
(() => {
  const FIELDS = "input, select, .st-picker-opener, .st-day, .st-token-text";
  const node = (element) => element.closest("[data-node]");
  const rows = (builder) => [...builder.querySelectorAll("[data-row]")];
  const { ask, shown } = window.stRows;

  // The value is what is to be filled in next; a row without one begins with its condition.
  const target = (row) =>
    [...row.querySelectorAll(".st-condition-value input, .st-condition-value button, .st-condition-value select")].find(shown) ||
    [...row.querySelectorAll(".st-condition-key input, .st-picker-opener")].find(shown);

  window.stBuilder = {
    focus(id) {
      window.stRows.focus(id, "*", (_, row) => target(row));
    },
  };

  document.addEventListener("keydown", (event) => {
    const builder = event.target.closest && event.target.closest("[data-builder]");
    if (!builder || event.isComposing || event.ctrlKey || event.metaKey) return;
    const here = node(event.target);
    if (!here || !here.parentElement.closest("[data-children]")) return;
    const { key } = event;
    if (event.altKey || !here.matches("[data-row]")) return;
    const input = event.target.tagName === "INPUT";
    if (key === "Enter" && input) {
      event.preventDefault();
      ask(here, "node-add");
    } else if (key === "Backspace" && isEmpty(here, event.target)) {
      event.preventDefault();
      ask(here, "node-remove");
    } else if ((key === "ArrowUp" || key === "ArrowDown") && movesFocus(event.target)) {
      event.preventDefault();
      step(builder, here, event.target, key === "ArrowUp" ? -1 : 1);
    }
  });

  function isEmpty(row, element) {
    if (element.matches("[data-handle], .st-node-tools *")) return false;
    if (row.querySelector(".st-token, .st-day[aria-pressed=true]")) return false;
    if ([...row.querySelectorAll("input")].some((input) => input.value || input.validity.badInput)) return false;
    return element.matches("input, .st-picker-opener, .st-day");
  }

  // Numbers, dates and selects use the arrows themselves.
  function movesFocus(element) {
    if (element.tagName === "SELECT") return false;
    if (element.tagName === "INPUT") return element.type === "text" && !element.list;
    return !element.matches(".st-picker-opener");
  }

  function step(builder, row, element, by) {
    const all = rows(builder);
    const next = all[all.indexOf(row) + by];
    if (!next) return;
    const same = element.matches("[data-handle]") ? next.querySelector("[data-handle]") : null;
    const fields = [...row.querySelectorAll(FIELDS)].filter(shown);
    const others = [...next.querySelectorAll(FIELDS)].filter(shown);
    (same || others[Math.min(fields.indexOf(element), others.length - 1)] || target(next))?.focus();
  }
})();
