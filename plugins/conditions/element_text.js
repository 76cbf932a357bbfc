// Tells the words in the first element that the key, a CSS selector, finds, whenever they change; null: there is none.
const MOST = 2000;

export default function observe(tell, { key }) {
  const ending = new AbortController();
  let frame, told;
  const look = () => {
    frame = 0;
    let words = null;
    try {
      const element = document.querySelector(key);
      if (element) words = ("value" in element ? "" + element.value : element.textContent).trim().slice(0, MOST);
    } catch {
      // no selector
    }
    if (told !== words) tell((told = words));
  };
  const soon = () => {
    frame ||= requestAnimationFrame(look);
  };
  const changed = new MutationObserver(soon);
  look();
  changed.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  for (const sign of ["input", "change"]) addEventListener(sign, soon, { capture: true, signal: ending.signal });
  return () => {
    changed.disconnect();
    ending.abort();
    cancelAnimationFrame(frame);
  };
}
