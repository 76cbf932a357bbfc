// What the server has not acknowledged yet, by id: events here, replies through conversation.js. Kept in the browser's
// memory where that is allowed, and in the page's: tabs that write at the same moment overwrite one another.

export function outbox(page) {
  const { parse } = JSON;
  const known = {};

  const items = () => {
    try {
      return { ...page.store && parse(page.entry(".unsent")), ...known };
    } catch {
      return { ...known };
    }
  };
  const change = (id, item) => {
    if (item) known[id] = item;
    else delete known[id];
    const all = items();
    if (!item) delete all[id];
    if (page.store) page.entry(".unsent", Object.keys(all)[0] ? page.encode(all) : null);
  };

  const send = async (events) => {
    if (!events[0]) return;
    try {
      const { acknowledged } = await page.post("events", { events }, true);
      acknowledged.forEach((id) => change(id));
    } catch ({ status, code }) {
      // One that will never be taken must not keep the others back.
      if (status < 500 && status !== 429 && !/^passport/.test(code)) {
        if (events[1]) events.forEach((event) => send([event]));
        else change(events[0].id);
      }
    }
  };

  return {
    change,
    items,
    report(impression, event) {
      const id = page.newId();
      change(id, { impression, event });
      send([{ id, impression, event }]);
    },
    flush() {
      const all = items();
      send(Object.keys(all).filter((id) => all[id].event).slice(0, 50).map((id) => ({ id, ...all[id] })));
    },
  };
}
