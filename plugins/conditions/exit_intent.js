// Tells true as soon as the visitor seems to leave; until then false. It stays true for the page view.
const SETTLED_MS = 1000; // what a page does while it opens, such as going to an anchor, is no intent
const FAST = 1.5; // pixels a millisecond, upwards
const FAR = 400; // pixels of one stroke
const STROKE_MS = 150; // scrolling that rests for longer is another stroke
const HAND_MS = 500; // before a stroke, or it is the page that scrolls by itself, as to an anchor
const FRAME_MS = 16;

const address = (url) => url.split("#")[0];

export default function observe(tell) {
  const ending = new AbortController();
  const { signal } = ending;
  const began = performance.now();
  const leaves = () => {
    if (performance.now() - began < SETTLED_MS) return;
    ending.abort();
    tell(true);
  };
  tell(false);
  document.documentElement.addEventListener("mouseleave", ({ clientY }) => clientY <= 0 && leaves(), { signal });
  if (matchMedia("(pointer: coarse)").matches) {
    let before = scrollY;
    let stroke = {};
    let last = 0;
    let touched = -HAND_MS;
    addEventListener("touchmove", () => {
      touched = performance.now();
    }, { capture: true, passive: true, signal });
    addEventListener("scroll", () => {
      const now = performance.now();
      if (scrollY >= before || now - last > STROKE_MS) stroke = { y: Math.max(before, scrollY), at: now - FRAME_MS, byHand: now - touched < HAND_MS };
      else if (stroke.byHand && stroke.y - scrollY > FAR && (stroke.y - scrollY) / (now - stroke.at) > FAST) leaves();
      before = scrollY;
      last = now;
    }, { passive: true, signal });
    // Going back to another address is another page view, which a message of this one would not live to see.
    globalThis.navigation?.addEventListener?.("currententrychange", ({ navigationType, from }) => {
      const { index, url } = navigation.currentEntry;
      if (navigationType === "traverse" && index < from.index && address(url) === address(from.url)) leaves();
    }, { signal });
  }
  return () => ending.abort();
}
