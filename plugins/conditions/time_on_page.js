// Tells the seconds since this page was opened, at each moment that a rule asks about.
const LONGEST = 2 ** 31 - 1;

export default function observe(tell, { thresholds, pageSeconds }) {
  let timer;
  const look = () => {
    const now = pageSeconds();
    tell(now);
    const next = thresholds.find((threshold) => threshold > now);
    if (next) timer = setTimeout(look, Math.min((next - now) * 1000 + 1, LONGEST));
  };
  look();
  return () => clearTimeout(timer);
}
