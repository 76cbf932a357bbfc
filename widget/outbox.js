// What the server has not acknowledged yet, by id: events, which a later page tells again by retell.js, and replies, which
// go by conversation.js. Kept in the browser's memory where that is allowed, and in the page's: tabs that write at the same
// moment overwrite one another.

export function outbox(page) {
  const { parse } = JSON;
  const known = {};

  const items = () => {
    let kept;
    try {
      kept = page.store && parse(page.entry(".unsent"));
    } catch {
      // Something else has written there.
    }
    return { ...kept, ...known };
  };
  const change = (id, item) => {
    if (item) known[id] = item;
    else delete known[id];
    const all = items();
    if (!item) delete all[id];
    if (page.store) page.entry(".unsent", Object.keys(all)[0] ? page.encode(all) : null);
  };

  return {
    change,
    items,
    report(impression, event) {
      const id = page.newId();
      change(id, { impression, event });
      page.post("events", { events: [{ id, impression, event }] }, true).then(() => change(id)).catch(() => {});
    },
  };
}
