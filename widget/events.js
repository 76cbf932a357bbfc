// Events that the page tells of, fetched with the first of them: each is told until the server has acknowledged it, by this
// page or by the next. Until then it is kept, in the browser's memory where that is allowed, else in the page's.
//
// loader.js keeps a line `[id, at, name, properties]` for each; what has been looked at here is an object with where it was.

const MOST_ON_A_PAGE = 50;
const MOST_AT_ONCE = 50;
const MOST_PROPERTIES = 20;
const LONGEST_NAME = 64;
const LONGEST_TEXT = 256;
const LONGEST_PAUSE_MS = 30000;

export default function tell(page, line) {
  (page.events ||= events(page))(line);
}

function events(page) {
  const { parse } = JSON;
  const waiting = new Map();
  const done = new Set();
  const underway = new Set();
  let failures = 0;
  let timer;

  const lines = () => (page.entry(".told") || "").split("\n");
  const keep = () => {
    if (!page.store) return;
    const kept = new Map(lines().map(read).filter((each) => each && !done.has(each.id)).map((each) => [each.id, each]));
    waiting.forEach((event, id) => kept.set(id, event));
    page.entry(".told", [...kept.values()].map(page.encode).join("\n") || null);
  };
  const read = (line) => {
    try {
      const told = parse(line);
      return told.id ? told : checked(told);
    } catch {
      return null;
    }
  };
  const take = (line, where) => {
    const event = read(line);
    if (event && !waiting.has(event.id) && !done.has(event.id)) waiting.set(event.id, { ...where, ...event });
  };

  async function send(batch) {
    batch.forEach(({ id }) => underway.add(id));
    try {
      const told = batch.map(({ at, ...event }) => ({ ...event, event: "custom", age: Math.max(0, Date.now() - at) }));
      (await page.post("events", { events: told }, true)).acknowledged.forEach(finish);
      failures = 0;
    } catch ({ status, code }) {
      const refused = status >= 400 && status < 500 && status !== 429 && !/^passport/.test(code);
      // One that will never be taken must not keep the others back.
      if (refused && batch[1]) await Promise.all(batch.map((event) => send([event])));
      else if (refused) finish(batch[0].id);
      else failures++;
    }
    batch.forEach(({ id }) => underway.delete(id));
  }
  const finish = (id) => {
    waiting.delete(id);
    done.add(id);
  };
  async function flush() {
    const batch = [...waiting.values()].filter(({ id }) => !underway.has(id)).slice(0, MOST_AT_ONCE);
    if (!batch[0]) return;
    await send(batch);
    keep();
    if (waiting.size) soon(failures ? Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS) : 0);
  }
  const soon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
  };

  return (line) => {
    const { view, answer } = page;
    const event = line && read(line);
    const told = view.events ||= [];
    if (event && told.length < MOST_ON_A_PAGE) {
      take(line, { url: view.url, ticket: answer.ticket, page_view: answer.page_view });
      // Conditions count them, whether or not the server hears of them.
      told.push(event);
      view.hears?.forEach((hear) => hear());
    } else if (line) finish(parse(line)[0]);
    lines().forEach((each) => take(each));
    keep();
    soon(0);
  };
}

// What the server takes of what the page has told; null: nothing.
function checked([id, at, name, properties]) {
  if (typeof name !== "string" || !name.trim()) return null;
  const plain = (value) => Object(value) !== value;
  const given = Object.entries(plain(properties) ? {} : properties).filter(([, value]) => plain(value));
  const cut = given.slice(0, MOST_PROPERTIES).map(([key, value]) => [
    key.slice(0, LONGEST_NAME), typeof value === "string" ? value.slice(0, LONGEST_TEXT) : value,
  ]);
  return { id, at, name: name.trim().slice(0, LONGEST_NAME), properties: Object.fromEntries(cut) };
}
