// Room at the head of the page for what stands there: the page moves down while it does, so that nothing of it is covered.
// A bar of the site's own that stays in sight up there keeps its place, and what is to be seen stands below it.
const GAP_PX = 16;
const STEP_PX = 16;
// Where bars are looked for: one that lets the pointer through is found by what lies on it.
const ACROSS = [1 / 2, 1 / 8, 7 / 8, 1 / 4, 3 / 4];
const LOOK_MS = 200;
const MOST_REPAIRS = 3;

export function pageTop(shown) {
  const { documentElement: root } = document;
  const changes = [];
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

  const putBack = () => changes.splice(0).reverse().forEach((change) => change.undo());

  function move() {
    height = shown.offsetHeight;
    const room = height + 2 * GAP_PX;
    inPlace(room, () => {
      putBack();
      if (!height) return;
      const bar = bars().at(-1);
      // What sticks takes its place in the page: what follows it moves, not what it stands in.
      if (bar && getComputedStyle(bar).position === "sticky") changes.push(add(bar, "margin-bottom", room));
      // A page that can't be scrolled would lose its foot.
      else if (!cut(root) && !cut(document.body)) moveAll(room);
      bars();
    });
  }

  function moveAll(room) {
    const heads = absoluteHeads(room);
    const before = heads.map(place);
    const moved = () => heads.every((head, i) => place(head).top > before[i].top && place(head).height === before[i].height);
    changes.push(add(root, "margin-top", room));
    if (moved()) return;
    // What is placed by the window's edge goes along with a root that is positioned, if that is all that holds it.
    const positioned = put(root, "position", "relative");
    if (moved()) changes.push(positioned);
    else positioned.undo();
  }

  return {
    take() {
      if (listening) return;
      listening = new AbortController();
      const { signal } = listening;
      let repairs = 0, drawn, waits;
      const look = () => {
        waits = 0;
        if (signal.aborted) return;
        if (changes.some((change) => change.isLost()) && repairs++ < MOST_REPAIRS) move();
        else bars();
      };
      const lookSoon = () => {
        waits ||= setTimeout(look, LOOK_MS);
      };
      for (const name of ["scroll", "resize"]) addEventListener(name, () => {
        cancelAnimationFrame(drawn);
        drawn = requestAnimationFrame(() => signal.aborted || bars());
      }, { signal, passive: true });
      for (const name of ["transitionend", "animationend"]) addEventListener(name, lookSoon, { signal });
      const changed = new MutationObserver(lookSoon);
      changed.observe(root, { subtree: true, childList: true, attributeFilter: ["class", "style", "hidden"] });
      const grown = new ResizeObserver(() => shown.offsetHeight !== height && move());
      grown.observe(shown);
      signal.addEventListener("abort", () => {
        changed.disconnect();
        grown.disconnect();
      });
      move();
    },
    leave() {
      if (!listening) return;
      listening.abort();
      listening = null;
      inPlace(height + 2 * GAP_PX, putBack);
      height = 0;
    },
  };
}

const isHead = (box) => box.width > innerWidth / 2 && box.height < innerHeight / 2;

// What is kept in sight at this height and reaches over half of the window: neither a corner's button nor a curtain.
function barAt(y) {
  const nodes = new Set();
  for (const part of ACROSS) for (const hit of document.elementsFromPoint(innerWidth * part, y)) {
    for (let node = hit; node && !nodes.has(node); node = node.parentElement) nodes.add(node);
  }
  return [...nodes].find((node) => {
    const box = node.getBoundingClientRect();
    return box.bottom > y && box.top <= y && isHead(box) && /fixed|sticky/.test(getComputedStyle(node).position);
  });
}

// Those at the top of the page that are lifted out of it, such as a menu over a picture.
function absoluteHeads(room) {
  return [...document.body.querySelectorAll("*")].filter((node) => {
    if (getComputedStyle(node).position !== "absolute") return false;
    const box = node.getBoundingClientRect();
    return box.height > 0 && isHead(box) && box.bottom + scrollY > 0 && box.top + scrollY < room;
  });
}

const place = (node) => node.getBoundingClientRect();
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

const add = (node, margin, room) =>
  put(node, margin, parseFloat(getComputedStyle(node).getPropertyValue(margin)) + room + "px");

// What is returned leaves the element's own style as it was, unless the page has styled it anew.
function put(node, property, mine) {
  const { style } = node;
  const bare = !node.hasAttribute("style");
  const before = [style.getPropertyValue(property), style.getPropertyPriority(property)];
  style.setProperty(property, mine, "important");
  const isMine = () => style.getPropertyValue(property) === mine;
  return {
    isLost: () => !node.isConnected || !isMine(),
    undo() {
      if (!isMine()) return;
      style.setProperty(property, ...before);
      if (bare && !node.getAttribute("style")) node.removeAttribute("style");
    },
  };
}
