// Rows that are put in order by hand: dragged by their handle, or moved by Alt with the arrow keys. What that changes is
// asked for with events on the row (node-move, node-drop), which its view answers.
(() => {
  const node = (element) => element.closest?.("[data-node]");
  const ask = (element, name, detail) => element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  const shown = (element) => element.offsetParent !== null;

  const afterUpdate = (find, action, frames = 20) => {
    const found = find();
    if (found) action(found);
    else if (frames > 0) requestAnimationFrame(() => afterUpdate(find, action, frames - 1));
  };

  window.stRows = {
    ask,
    shown,
    // Go to something of an element that is about to be drawn: the first field that can be seen, or what is named.
    focus(id, selector = "input, button:not([data-handle])", find = (all) => all.find(shown)) {
      const field = () => {
        const element = document.getElementById(`c${id}`);
        return element && find([...element.querySelectorAll(selector)], element);
      };
      afterUpdate(field, (element) => stLead(() => element.focus()));
    },
  };

  document.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey, isComposing } = event;
    const here = altKey && !ctrlKey && !metaKey && !isComposing && node(event.target);
    if (!here || (key !== "ArrowUp" && key !== "ArrowDown") || !here.parentElement.closest("[data-children]")) return;
    event.preventDefault();
    ask(here, "node-move", key === "ArrowUp" ? -1 : 1);
  });

  // Dragging: a line shows where the row would go. In the condition builder that may be in another group.
  let dragged = null;
  let place = null;
  const line = document.createElement("div");
  line.className = "st-drop-line";

  document.addEventListener("dragstart", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle) return;
    dragged = node(handle);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(dragged, 12, 12);
    requestAnimationFrame(() => dragged?.classList.add("st-node--dragged"));
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
    const own = dragged.parentElement;
    if (!own.closest("[data-builder]")) return own.contains(event.target) ? own : null;
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
