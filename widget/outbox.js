// What the server has not acknowledged yet, by id: events, which a later page tells again by retell.js, and replies, which
// go by conversation.js. Kept in the browser's memory where that is allowed, and in the page's: tabs that write at the same
// moment overwrite one another.

export function outbox(page) {
  const { parse } = JSON;
  const known = {};

  const items = () => {
    try {
      return { ...parse(page.store && page.entry(".unsent")), ...known };
    } catch {
      // Nothing may be kept, or something else has written there.
      return known;
    }
  };
  const change = (id, item) => {
    known[id] = item;
    if (!item) delete known[id];
    const all = items();
    if (!item) delete all[id];
    if (page.store) page.entry(".unsent", Object.keys(all)[0] ? page.encode(all) : null);
  };

  return {
    change,
    items,
    report(told) {
      const id = page.newId();
      change(id, told);
      page.post("events", { events: [{ id, ...told }] }, true).then(() => change(id)).catch(() => {});
    },
  };
}
