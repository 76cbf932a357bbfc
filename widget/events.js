// Events that the page tells of, fetched with the first of them: each is told until the server has acknowledged it, by this
// page or by the next. Until then it is kept, in the browser's memory where that is allowed, else in the page's. There it
// stays for a day, for the conditions that count those of the visit.
//
// loader.js keeps a line `[id, at, name, properties]` for each; what has been looked at here is an object with where it was,
// or, once it is acknowledged, with `done`.

const MOST_ON_A_PAGE = 50;
const MOST_AT_ONCE = 50;
// Browsers send no more than 64 KiB behind a page that is left, the server takes no more; a letter has up to three bytes.
const MOST_LETTERS_AT_ONCE = 20000;
const MOST_PROPERTIES = 20;
const LONGEST_NAME = 64;
const LONGEST_TEXT = 256;
const LONGEST_PAUSE_MS = 30000;
// Of those that are acknowledged; loader.js keeps no more when there are 10,000 in all.
const MOST_LETTERS = 5000;
const KEPT_MS = 24 * 3600000;

export default function tell(page, line) {
  (page.events ||= events(page))(line);
}

function events(page) {
  const { parse } = JSON;
  const waiting = new Map();
  const done = new Set();
  const dropped = new Set();
  const underway = new Set();
  let failures = 0;
  let timer;

  const all = () => (page.entry(".told") || "").split("\n").map(read).filter((each) => each && !dropped.has(each.id));
  const keep = () => {
    if (!page.store) return;
    const kept = new Map(all().map((each) => [each.id, each]));
    waiting.forEach((event, id) => kept.set(id, event));
    const told = [...kept.values()].map((each) => done.has(each.id) ? { ...each, done: 1 } : each);
    let room = MOST_LETTERS;
    // The newest of those that are done, as far as there is room.
    const lines = told.reverse().map((each) => {
      if (!each.done) return page.encode(each) + "\n";
      const { id, at, name, properties } = each;
      const line = at > Date.now() - KEPT_MS ? page.encode({ id, at, name, properties, done: 1 }) + "\n" : "";
      room -= line.length;
      return room > 0 ? line : "";
    });
    page.entry(".told", lines.reverse().join("") || null);
  };
  const read = (line) => {
    try {
      const told = parse(line);
      return told.properties ? told : checked(told);
    } catch {
      return null;
    }
  };
  const take = (event, where) => {
    const { id } = event;
    if (!event.done && !done.has(id)) waiting.set(id, { ...where, ...event, ...waiting.get(id) });
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
  const drop = (id) => {
    waiting.delete(id);
    dropped.add(id);
  };
  async function flush() {
    let room = MOST_LETTERS_AT_ONCE;
    const batch = [...waiting.values()].filter(({ id }) => !underway.has(id)).sort((one, other) => one.at - other.at)
      .slice(0, MOST_AT_ONCE).filter((event, place) => (room -= page.encode(event).length) > 0 || !place);
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
    const own = view.told ||= [];
    if (event && own.length < MOST_ON_A_PAGE) {
      take(event, { url: view.url, ticket: answer.ticket, page_view: answer.page_view });
      own.push(event);
    } else if (line) drop(parse(line)[0]);
    // Conditions count what was told here and what is stored, whether or not the server hears of it.
    if (view.asked !== answer) {
      view.asked = answer;
      view.earlier = page.store ? all() : [];
    }
    view.events = [...view.earlier.filter(({ id }) => !dropped.has(id) && own.every((each) => each.id !== id)), ...own];
    view.hears?.forEach((hear) => hear());
    all().forEach((each) => take(each));
    keep();
    soon(0);
  };
}

// What the server takes of what the page has told; null: nothing.
function checked([id, at, name, properties]) {
  if (typeof name !== "string" || !name.trim()) return null;
  const plain = (value) => Object(value) !== value;
  const given = Object.entries(plain(properties) ? {} : properties).filter(([key, value]) => key.trim() && plain(value));
  const cut = given.slice(0, MOST_PROPERTIES).map(([key, value]) => [
    key.slice(0, LONGEST_NAME), typeof value === "string" ? value.slice(0, LONGEST_TEXT) : value,
  ]);
  return { id, at, name: name.trim().slice(0, LONGEST_NAME), properties: Object.fromEntries(cut) };
}
