// Tells the seconds since the visitor last did something, at each moment that a rule asks about, and 0 when they do
// something again.
const SIGNS = ["pointermove", "pointerdown", "keydown", "scroll", "wheel", "touchstart"];
const LONGEST = 2 ** 31 - 1;

export default function observe(tell, { thresholds }) {
  const ending = new AbortController();
  let timer;
  let told = 0;
  let last = performance.now();
  const look = () => {
    const idle = (performance.now() - last) / 1000;
    const next = thresholds.find((threshold) => threshold > idle);
    told = idle;
    tell(idle);
    if (next !== undefined) timer = setTimeout(look, Math.min((next - idle) * 1000 + 1, LONGEST));
  };
  // A pointer moves a hundred times a second: what nobody has been told of only moves the clock.
  const awake = () => {
    last = performance.now();
    clearTimeout(timer);
    if (told >= (thresholds[0] ?? 0)) look();
    else timer = setTimeout(look, Math.min((thresholds[0] ?? 0) * 1000 + 1, LONGEST));
  };
  for (const sign of SIGNS) addEventListener(sign, awake, { capture: true, passive: true, signal: ending.signal });
  look();
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
