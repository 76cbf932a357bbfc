// Tells whether an element that the key, a CSS selector, finds has been clicked on this page; null: it is no selector.
export default function observe(tell, { key }) {
  const ending = new AbortController();
  try {
    document.querySelector(key);
  } catch {
    tell(null);
    return () => {};
  }
  tell(false);
  addEventListener("click", (event) => {
    if (!event.composedPath().some((each) => each instanceof Element && each.matches(key))) return;
    ending.abort();
    tell(true);
  }, { capture: true, signal: ending.signal });
  return () => ending.abort();
}
