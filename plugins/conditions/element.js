// Tells what stands in the first element that the key, a CSS selector, finds, whenever it changes; null: there is none.
// As `element_text` its words, as `element_number` the first number in them: of two kinds of marks in a number the last is
// the decimal mark; a single one is, unless three digits follow it.
const MOST = 2000;
const NUMBER = /[-−]?\d[\d.,'’ \u00a0\u202f]*/;

function numberIn(words) {
  const found = NUMBER.exec(words)?.[0].replace("−", "-").replace(/['’ \u00a0\u202f]/g, "").replace(/[.,]+$/, "");
  if (!found) return null;
  const marks = found.replace(/[^.,]/g, "");
  const last = found.lastIndexOf(marks.at(-1));
  const grouped = new Set(marks).size === 1 && (marks.length > 1 || found.length - last === 4);
  if (!marks || grouped) return +found.replace(/[.,]/g, "");
  return +(found.slice(0, last).replace(/[.,]/g, "") + "." + found.slice(last + 1));
}

export default function observe(tell, { fact, key }) {
  const read = fact === "element_number" ? numberIn : (words) => words.trim().slice(0, MOST);
  const ending = new AbortController();
  let frame, told;
  const look = () => {
    frame = 0;
    let seen = null;
    try {
      const element = document.querySelector(key);
      if (element) seen = read("value" in element ? "" + element.value : element.textContent);
    } catch {
      // no selector
    }
    if (told !== seen) tell((told = seen));
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
