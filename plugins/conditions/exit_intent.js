// Tells true as soon as the visitor seems to leave; until then false. It stays true for the page view.
const SETTLED_MS = 1000; // what a page does while it opens, such as going to an anchor, is no intent
const FAST = 1.5; // pixels a millisecond, upwards
const FAR = 400; // pixels of one stroke
const STROKE_MS = 150; // scrolling that rests for longer is another stroke
const FRAME_MS = 16;

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
    let stroke = { y: scrollY, at: 0 };
    let last = 0;
    addEventListener("scroll", () => {
      const now = performance.now();
      if (scrollY >= before || now - last > STROKE_MS) stroke = { y: before, at: now - FRAME_MS };
      else if (stroke.y - scrollY > FAR && (stroke.y - scrollY) / (now - stroke.at) > FAST) leaves();
      before = scrollY;
      last = now;
    }, { passive: true, signal });
    addEventListener("popstate", leaves, { signal });
  }
  return () => ending.abort();
}
