// Events that the server did not acknowledge when they were reported (outbox.js), told again on a later page.
const MOST_AT_ONCE = 50;

export function retell(page, box) {
  const tell = async (events) => {
    if (!events[0]) return;
    try {
      const { acknowledged } = await page.post("events", { events }, true);
      acknowledged.forEach((id) => box.change(id));
    } catch ({ status, code }) {
      // One that will never be taken must not keep the others back.
      if (status < 500 && status !== 429 && !/^passport/.test(code)) {
        if (events[1]) events.forEach((event) => tell([event]));
        else box.change(events[0].id);
      }
    }
  };
  const all = box.items();
  tell(Object.keys(all).filter((id) => all[id].event).slice(0, MOST_AT_ONCE).map((id) => ({ id, ...all[id] })));
}
