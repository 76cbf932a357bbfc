// Tells whether some form of the page has been typed into and not been sent. What is typed is never looked at.
export default function observe(tell) {
  const ending = new AbortController();
  const { signal } = ending;
  const begun = new Set();
  let told;
  const say = () => {
    for (const form of begun) if (!form.isConnected) begun.delete(form);
    if (told !== begun.size > 0) tell((told = begun.size > 0));
  };
  const change = (act) => ({ target }) => {
    const form = target instanceof HTMLFormElement ? target : target?.form;
    if (!form) return;
    begun[act](form);
    say();
  };
  say();
  addEventListener("input", change("add"), { capture: true, signal });
  for (const end of ["submit", "reset"]) addEventListener(end, change("delete"), { capture: true, signal });
  return () => ending.abort();
}
