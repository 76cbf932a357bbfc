// Tells whether an element that the key, a CSS selector, finds is on screen: half of the element, or half of the screen
// full of it. Elements that the page adds later count as well; null: it is no selector.
export default function observe(tell, { key }) {
  const inSight = new Set();
  const watched = new WeakSet();
  let frame, told;
  const say = () => {
    for (const element of inSight) if (!element.isConnected) inSight.delete(element);
    if (told !== inSight.size > 0) tell((told = inSight.size > 0));
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      const fills = rootBounds && intersectionRect.height >= rootBounds.height / 2;
      inSight[intersectionRatio >= 0.5 || fills ? "add" : "delete"](target);
    }
    say();
  }, { threshold: [0, 0.1, 0.25, 0.5, 0.75] });
  const look = () => {
    frame = 0;
    for (const element of document.querySelectorAll(key)) {
      if (watched.has(element)) continue;
      watched.add(element);
      sight.observe(element);
    }
    say();
  };
  const changed = new MutationObserver(() => {
    frame ||= requestAnimationFrame(look);
  });
  try {
    look();
    changed.observe(document, { childList: true, subtree: true, attributeFilter: ["class", "id", "hidden"] });
  } catch {
    tell(null);
  }
  return () => {
    sight.disconnect();
    changed.disconnect();
    cancelAnimationFrame(frame);
  };
}
