// Room at the head of the page for what stands there: the page moves down while it does, so that nothing of it is covered.
// A bar of the site's own that stays in sight up there keeps its place, and what is to be seen stands below it.
const GAP_PX = 16;
const STEP_PX = 16;

export function pageTop(shown) {
  const { documentElement: root } = document;
  let putBack = null;
  let height = 0;
  let listening;

  // All bars of the site's that would be covered, from the window's edge down.
  function bars() {
    const found = [];
    const end = () => found.length ? found.at(-1).getBoundingClientRect().bottom : 0;
    for (let y = 1; y < Math.min(end() + height + GAP_PX, innerHeight / 2); y += STEP_PX) {
      const bar = barAt(y);
      if (!bar) continue;
      found.push(bar);
      y = end();
    }
    shown.style.top = found.length ? end() + GAP_PX + "px" : "";
    return found;
  }

  function move() {
    const next = shown.offsetHeight;
    if (next === height) return;
    height = next;
    const room = height + 2 * GAP_PX;
    inPlace(room, () => {
      putBack?.();
      putBack = null;
      if (!height) return;
      const bar = bars().at(-1);
      // What sticks takes its place in the page: what follows it moves, not what it stands in.
      if (bar && getComputedStyle(bar).position === "sticky") putBack = put(bar, "margin-bottom", room);
      // A page that can't be scrolled would lose its foot.
      else if (!cut(root) && !cut(document.body)) putBack = put(root, "margin-top", room);
      bars();
    });
  }
  const grown = new ResizeObserver(move);

  return {
    take() {
      if (listening) return;
      listening = new AbortController();
      const { signal } = listening;
      let waits;
      for (const name of ["scroll", "resize"]) addEventListener(name, () => {
        cancelAnimationFrame(waits);
        waits = requestAnimationFrame(() => signal.aborted || bars());
      }, { signal, passive: true });
      grown.observe(shown);
      move();
    },
    leave() {
      if (!listening) return;
      listening.abort();
      listening = null;
      grown.disconnect();
      inPlace(height + 2 * GAP_PX, () => putBack?.());
      putBack = null;
      height = 0;
    },
  };
}

// What is kept in sight at this height and reaches over half of the window: neither a corner's button nor a curtain.
function barAt(y) {
  return document.elementsFromPoint(innerWidth / 2, y).find((node) => {
    const box = node.getBoundingClientRect();
    return box.width > innerWidth / 2 && box.height < innerHeight / 2 && /fixed|sticky/.test(getComputedStyle(node).position);
  });
}

const cut = (node) => /hidden|clip/.test(getComputedStyle(node).overflowY);

// Who reads further down goes on reading where they are.
function inPlace(room, work) {
  const mark = scrollY > room && document.elementsFromPoint(innerWidth / 2, innerHeight / 2)
    .find((node) => !node.shadowRoot);
  const top = () => mark ? mark.getBoundingClientRect().top : 0;
  const before = top();
  work();
  if (top() !== before) scrollBy({ top: top() - before, behavior: "instant" });
}

// Adds to a margin; what is returned leaves the element's own style as it was.
function put(node, margin, room) {
  const { style } = node;
  const bare = !node.hasAttribute("style");
  const before = [style.getPropertyValue(margin), style.getPropertyPriority(margin)];
  const mine = parseFloat(getComputedStyle(node).getPropertyValue(margin)) + room + "px";
  style.setProperty(margin, mine, "important");
  return () => {
    if (style.getPropertyValue(margin) !== mine) return;
    style.setProperty(margin, ...before);
    if (bare && !node.getAttribute("style")) node.removeAttribute("style");
  };
}
