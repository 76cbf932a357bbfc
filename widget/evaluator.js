// Stage two: watches what only the browser can see, and asks for the first campaign of the list whose rule holds.
//
// An observer module is `export default function observe(tell, context) { …; return stop }`. It calls `tell(value)`
// whenever what it observes has changed; null is "there is none".
// context: `view` (whose `events` the visit's pages have told of, and whose `hears` are called with each), `fact`, `key` (of a fact that takes one, each observed by itself), `thresholds` (sorted numbers that rules compare it
// with), `pageSeconds()`, `visitSeconds()`.
import { factName, simplify } from "./rules.js";

const SOON_MS = 1000;
const TYPING_MS = 1500;
const RETRIES_MS = [1000, 4000, 15000];
const ENDS = /^(page_view|gap|conversation)$/;

export default function evaluate(page) {
  const { answer, view } = page;
  view.ticket = answer.ticket;
  let waiting = answer.residuals;
  // What has been observed on a page view, and what observes it, stays when it boots again.
  const facts = view.facts ||= { __proto__: null };
  const stops = view.stops ||= { __proto__: null };
  const ending = new AbortController();
  const { signal } = ending;
  const started = performance.now();
  let timer, typed = -TYPING_MS;

  if (view.shown) return;
  if (page.stop) page.stop();

  const stop = page.stop = () => {
    ending.abort();
    clearTimeout(timer);
    // An observer that failed, or gave nothing to stop it, needs no stopping.
    if (page.view !== view || view.shown) for (const each in stops) {
      stops[each].then((end) => end()).catch(() => {});
      delete stops[each];
    }
  };
  const current = () => !signal.aborted && page.view === view && page.answer === answer;
  // Facts that change in the same moment are looked at together, so that the list decides and not a timer.
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        tick();
      } catch {
        // What an observer told is of no use; that is not the page's fault.
      }
    });
  }
  function tick() {
    if (!current()) stop();
    else if (!view.claiming && !page.busy && !document.hidden) {
      const ready = waiting.find(({ rule }) => rule == true || simplify(rule, facts));
      const pause = typed + TYPING_MS - performance.now();
      if (ready && pause > 0) timer = setTimeout(soon, pause);
      else if (ready) {
        view.claiming = true;
        (ready.host ? claim : prepare)(ready).catch(() => {}).finally(() => {
          view.claiming = false;
          page.tick();
        });
      }
    }
  }

  // A page view claims one message at a time, even if it boots again meanwhile: what it was granted is shown on it.
  // Nothing is claimed before what shows it is here: a claim is spent even if its message is never seen.
  async function prepare(campaign) {
    const { channel } = campaign;
    campaign.host = await patiently(async () => {
      page.load("channels/" + channel + ".js").catch(() => {});
      return (await page.talk("self")).prepare(channel);
    });
    if (!campaign.host) waiting = waiting.filter((each) => each.channel !== channel);
  }
  async function claim(campaign) {
    const display = page.newId();
    // The display's name makes a repeated claim the same claim.
    const granted = await patiently(() => page.post("claim", {
      ticket: view.ticket, campaign: campaign.campaign, display, facts,
    }));
    if (page.view !== view) return;
    waiting = waiting.filter((each) => each !== campaign);
    if (!granted || ENDS.test(granted.refused)) stop();
    else if (granted.message) {
      view.shown = true;
      page.stop();
      await campaign.host.say(granted, view, display);
    }
  }
  async function patiently(work) {
    for (const pause of RETRIES_MS) {
      try {
        return await work();
      } catch (problem) {
        // A page view whose tickets are refused again and again, four times, says nothing more.
        if (/^ticket/.test(problem.code) && current() && (view.refused = -~view.refused) < 4) page.boot(true);
        if (problem.status < 500 && problem.status !== 429) break;
        await new Promise((done) => setTimeout(done, pause));
        if (page.view !== view) break;
      }
    }
  }

  // An observer that fails leaves its fact open, whatever it told before: neither a condition on it nor its opposite is met.
  async function watch([fact, key, ...thresholds]) {
    const name = factName({ fact, key });
    try {
      return (await page.load("observers/" + fact + ".js")).default((value) => {
        facts[name] = value;
        page.tick();
      }, {
        fact,
        key,
        view,
        thresholds,
        pageSeconds: () => (performance.now() - view.began) / 1000,
        visitSeconds: () => answer.visit_seconds + (performance.now() - started) / 1000,
      });
    } catch {
      delete facts[name];
    }
  }

  page.tick = soon;
  addEventListener("input", () => {
    typed = performance.now();
  }, { capture: true, signal });
  document.addEventListener("visibilitychange", soon, { signal });
  // Those that fail hold nobody up.
  Promise.all(answer.observers.map((each) => (stops[each] ||= watch(each)))).then(soon);
  setTimeout(soon, SOON_MS);
}
