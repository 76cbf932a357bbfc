// The keyboard in the condition builder, beside what holds for all rows (rows.js). It moves the focus by itself; what changes
// the rule is asked for with events on the row (node-add, node-remove) that campaign_editor/builder/nodes.py answers.
(() => {
  const FIELDS = "input, select, .st-picker-opener, .st-day, button.st-token-text";
  const node = (element) => element.closest("[data-node]");
  const rows = (builder) => [...builder.querySelectorAll("[data-row]")];
  const { ask, shown } = window.stRows;

  const within = (row, ...places) =>
    places.flatMap((place) => [...row.querySelectorAll(place)]).filter((each) => each.matches(FIELDS) && shown(each));
  const fields = (row) => within(row, ".st-condition-key *", ".st-condition-value *");

  // Nothing was typed or chosen in it yet.
  function isBlank(field) {
    const several = field.closest(".st-chips, .st-days, .st-picker");
    if (several?.querySelector(".st-token, .st-day[aria-pressed=true]")) return false;
    if (field.matches(".st-picker-opener")) return !!field.querySelector(".st-picker-empty");
    return field.matches(".st-day") || (field.tagName === "INPUT" && (!field.value || field.validity.badInput));
  }

  // What is to be filled in next, else the value; a row without one begins with its condition.
  const target = (row) =>
    fields(row).find(isBlank) || within(row, ".st-condition-value *", ".st-condition-key *", ".st-picker-opener")[0];

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
      accept(here, event.target);
    } else if (key === "Backspace" && isEmpty(here, event.target)) {
      event.preventDefault();
      ask(here, "node-remove");
    } else if ((key === "ArrowUp" || key === "ArrowDown") && movesFocus(event.target)) {
      event.preventDefault();
      step(builder, here, event.target, key === "ArrowUp" ? -1 : 1);
    }
  });

  // What was typed is taken: on to what is still blank, from a key to what is asked of it; a row that is done asks for another.
  function accept(row, field) {
    const blank = fields(row).find((each) => isBlank(each) && each !== field);
    if (blank) blank.focus();
    else if (isBlank(field)) return;
    else if (field.closest(".st-condition-key")) within(row, ".st-condition-value *", "select")[0]?.focus();
    else {
      stTypedAhead.keep(field);
      ask(row, "node-add");
    }
  }

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
    const others = within(next, "*");
    (same || others[Math.min(within(row, "*").indexOf(element), others.length - 1)] || target(next))?.focus();
  }
})();
