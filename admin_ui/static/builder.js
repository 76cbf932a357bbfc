// Keyboard and mouse in the condition builder. It moves the focus by itself; what changes the rule is asked for with
// events on the row (node-add, node-remove, node-move, node-drop) that campaign_editor/builder/nodes.py answers.
(() => {
  const FIELDS = "input, select, .st-picker-opener, .st-day, .st-token-text";
  const node = (element) => element.closest("[data-node]");
  const rows = (builder) => [...builder.querySelectorAll("[data-row]")];
  const ask = (element, name, detail) => element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  const shown = (element) => element.offsetParent !== null;

  const afterUpdate = (find, action, frames = 20) => {
    const found = find();
    if (found) action(found);
    else if (frames > 0) requestAnimationFrame(() => afterUpdate(find, action, frames - 1));
  };

  // The value is what is to be filled in next; a row without one begins with its condition.
  const target = (row) =>
    [...row.querySelectorAll(".st-condition-value input, .st-condition-value button, .st-condition-value select")].find(shown) ||
    [...row.querySelectorAll(".st-condition-key input, .st-picker-opener")].find(shown);

  window.stBuilder = {
    focus(id, selector) {
      afterUpdate(
        () => {
          const row = document.getElementById(`c${id}`);
          return row && (selector ? row.querySelector(selector) : target(row));
        },
        (element) => element.focus(),
      );
    },
  };

  // What is typed in a field is undone by the browser; everything else by the builder.
  const isText = (element) => element.matches("textarea, [contenteditable], input:not([type=checkbox], [type=radio])");

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    const undo = (event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || (key === "y" && !event.shiftKey));
    const builder = undo && document.querySelector("[data-builder]");
    if (!builder || isText(event.target) || event.target.closest("[role=dialog]")) return;
    event.preventDefault();
    ask(builder, key === "z" && !event.shiftKey ? "builder-undo" : "builder-redo");
  });

  document.addEventListener("keydown", (event) => {
    const builder = event.target.closest && event.target.closest("[data-builder]");
    if (!builder || event.isComposing || event.ctrlKey || event.metaKey) return;
    const here = node(event.target);
    if (!here || !here.parentElement.closest("[data-children]")) return;
    const { key } = event;
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) {
      event.preventDefault();
      ask(here, "node-move", key === "ArrowUp" ? -1 : 1);
      return;
    }
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

  // Dragging: a line shows where the row would go.
  let dragged = null;
  let place = null;
  const line = document.createElement("div");
  line.className = "st-drop-line";

  document.addEventListener("dragstart", (event) => {
    const handle = event.target.closest && event.target.closest("[data-handle]");
    if (!handle) return;
    dragged = node(handle);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(dragged, 12, 12);
    requestAnimationFrame(() => dragged && dragged.classList.add("st-node--dragged"));
  });

  document.addEventListener("dragover", (event) => {
    const container = dragged && event.target.closest && nearest(event);
    if (!container) return;
    event.preventDefault();
    const children = [...container.children].filter((child) => child.matches("[data-node]") && child !== dragged);
    let at = children.findIndex((child) => {
      const box = child.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    if (at < 0) at = children.length;
    place = { parent: container.dataset.children, at };
    container.insertBefore(line, children[at] || null);
  });

  function nearest(event) {
    const group = event.target.closest("[data-builder] .st-group");
    const container = group && group.querySelector("[data-children]");
    return container && !dragged.contains(container) ? container : null;
  }

  document.addEventListener("drop", (event) => {
    if (!dragged || !place) return;
    event.preventDefault();
    ask(dragged, "node-drop", place);
  });

  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("st-node--dragged");
    line.remove();
    dragged = place = null;
  });
})();
