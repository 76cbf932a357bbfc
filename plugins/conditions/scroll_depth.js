// Tells the percent of the page that has been on screen, whenever it passes a number that a rule asks about.
// What counts is the lowest line seen so far, over the height of now: a page that grows has been seen less of.
export default function observe(tell, { thresholds, view }) {
  const ending = new AbortController();
  const { signal } = ending;
  let frame, told;
  const look = () => {
    frame = 0;
    const height = (document.scrollingElement || document.documentElement).scrollHeight;
    const seen = view.seen = Math.max(view.seen || 0, scrollY + innerHeight);
    const percent = seen > height - 2 ? 100 : Math.floor(100 * seen / height);
    const sides = "" + thresholds.map((each) => Math.sign(percent - each));
    if (sides !== told) tell(percent);
    told = sides;
  };
  const soon = () => {
    frame ||= requestAnimationFrame(look);
  };
  const grown = new ResizeObserver(soon);
  // Before all is loaded, pictures too, the page is shorter than the visitor will find it.
  const start = () => {
    look();
    addEventListener("scroll", soon, { passive: true, signal });
    addEventListener("resize", soon, { passive: true, signal });
    for (const each of [document.documentElement, document.body]) each && grown.observe(each);
  };
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true, signal });
  return () => {
    ending.abort();
    grown.disconnect();
    cancelAnimationFrame(frame);
  };
}
