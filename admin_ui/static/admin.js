// What a page of the admin does by itself: keeps "2 min ago" and "2:14" true and gives the exact moment on hover.
(() => {
  const UNITS = [
    [60, 1, stWord("{n} s ago")],
    [3600, 60, stWord("{n} min ago")],
    [86400, 3600, stWord("{n} h ago")],
    [86400 * 30, 86400, stWord("{n} d ago")],
    [86400 * 365, 86400 * 30, stWord("{n} mo ago")],
    [Infinity, 86400 * 365, stWord("{n} y ago")],
  ];
  // English is written as the browser does: dates differ between its countries.
  const { lang } = document.documentElement;
  const locale = lang.startsWith("en") ? undefined : lang;

  function ago(seconds) {
    if (seconds < 5) return stWord("just now");
    const [, length, words] = UNITS.find(([below]) => seconds < below);
    return words.replace("{n}", Math.floor(seconds / length));
  }

  function lasts(seconds) {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    const [first, ...others] = parts[0] ? parts : parts.slice(1);
    return [first, ...others.map((each) => String(each).padStart(2, "0"))].join(":");
  }

  function refresh() {
    for (const element of document.querySelectorAll("time[data-ago], time[data-lasts]")) {
      const moment = new Date(element.getAttribute("datetime"));
      const seconds = Math.max(0, (Date.now() - moment.getTime()) / 1000);
      const text = "lasts" in element.dataset ? lasts(seconds) : ago(seconds);
      const node = element.firstChild;
      if (node && node.nodeValue !== text) node.nodeValue = text;
      const exact = moment.toLocaleString(locale, { dateStyle: "full", timeStyle: "medium" });
      if (element.title !== exact) element.title = exact;
    }
    for (const element of document.querySelectorAll("time[data-clock]")) {
      const node = element.firstChild;
      const moment = new Date(element.getAttribute("datetime"));
      const day = moment.toDateString() === new Date().toDateString() ? {} : { dateStyle: "medium" };
      const text = moment.toLocaleString(locale, { ...day, timeStyle: "short" });
      if (node && node.nodeValue !== text) node.nodeValue = text;
    }
  }

  setInterval(refresh, 1000);

  // What lies behind an open dialog is out of reach, for fingers, keys and screen readers alike; afterwards the focus
  // goes back to where it was.
  let last = null;
  document.addEventListener("focusin", ({ target }) => {
    if (document.getElementById("app")?.contains(target)) last = target;
  });
  function cover() {
    const app = document.getElementById("app");
    const covered = !!document.querySelector('body > [id^="q-portal--dialog"]');
    if (!app || app.inert === covered) return;
    app.inert = covered;
    if (!covered && document.activeElement === document.body && last?.isConnected) last.focus();
  }

  // Dialogs and menus stand at the end of the body while they are open. Menus get a landmark to be found by,
  // and a list of options nothing else that could have the focus.
  new MutationObserver((changes) => {
    cover();
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!node.id?.startsWith("q-portal--menu")) continue;
        node.setAttribute("role", "region");
        node.setAttribute("aria-label", stWord("Menu"));
        node.querySelector("[role=listbox] .q-virtual-scroll__content")?.removeAttribute("tabindex");
      }
    }
  }).observe(document.body, { childList: true });

  // NiceGUI says by its own words that the connection is away: the page's stand instead of them, after as long as a page
  // takes that is left, which has none either.
  const LEAVING_MS = 1500;
  document.addEventListener("DOMContentLoaded", () => {
    const popup = document.getElementById("popup");
    let soon = 0;
    new MutationObserver(() => {
      clearTimeout(soon);
      const away = popup.ariaHidden === "false";
      if (away) soon = setTimeout(() => (document.documentElement.dataset.away = ""), LEAVING_MS);
      else delete document.documentElement.dataset.away;
    }).observe(popup, { attributeFilter: ["aria-hidden"] });
  });

  // Nobody leaves a form whose changes are not saved (components/save_bar.py) without being asked.
  addEventListener("beforeunload", (event) => {
    if (document.querySelector(".st-save-bar:not(.hidden)")) event.preventDefault();
  });

  // Only a form can sign out: links are followed by others' pages and by what fetches ahead, too.
  window.stSignOut = () => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/sign-out" });
    document.body.append(form);
    form.submit();
    form.remove();
  };

  // Arrows move in a menu of actions, as its role promises; Home and End lead to its ends.
  document.addEventListener("keydown", (event) => {
    const menu = [...document.querySelectorAll(".q-menu")].at(-1);
    const items = [...(menu?.querySelectorAll("[role=menuitem]") ?? [])];
    const here = items.indexOf(document.activeElement);
    const next = {
      ArrowDown: here + 1,
      ArrowUp: here < 0 ? items.length - 1 : here - 1,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (next === undefined || !items.length) return;
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  });

  // Copies a text, or that in a button's data-copy; works without a secure context too.
  window.stClip = async (text, place = document.body) => {
    const focused = document.activeElement;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      area.style.position = "fixed";
      place.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      focused?.focus();
    }
  };
  window.stCopy = async (button) => {
    await window.stClip(button.dataset.copy, button.closest(".q-dialog") ?? undefined);
    const words = button.querySelector(".block");
    words.textContent = stWord("Copied");
    clearTimeout(button.stTimer);
    button.stTimer = setTimeout(() => (words.textContent = button.dataset.words), 2000);
  };

  // Tells the page when it is looked at, and when the browser's own back and forward change its address.
  document.addEventListener("visibilitychange", () => window.emitEvent?.("st_visible", !document.hidden));
  window.addEventListener("popstate", () => {
    window.emitEvent?.("st_address", Object.fromEntries(new URLSearchParams(location.search)));
  });

  // A row of pills that is wider than the window shows the pressed one; afterwards it is scrolled by hand as one likes.
  const PEEK = 32;
  const pressed = new WeakMap();

  function reveal() {
    for (const row of document.querySelectorAll(".st-pills")) {
      const pill = row.querySelector('[aria-pressed="true"]');
      if (!pill || !row.clientWidth || pressed.get(row) === pill) continue;
      pressed.set(row, pill);
      const [outer, inner] = [row.getBoundingClientRect(), pill.getBoundingClientRect()];
      if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right + PEEK;
      else if (inner.left < outer.left) row.scrollLeft -= outer.left - inner.left + PEEK;
    }
  }

  const pills = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-pressed", "class"] };
  new MutationObserver(reveal).observe(document.documentElement, pills);

  // Lists with data-keep-bottom stay at their end while news comes in, unless somebody has scrolled up to read.
  const NEAR = 48;
  const kept = new WeakMap();

  function atEnd(list) {
    return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  }

  function toEnd(list) {
    list.scrollTop = list.scrollHeight;
    const state = kept.get(list);
    if (state) state.top = list.scrollTop;
  }

  function follow() {
    for (const list of document.querySelectorAll("[data-keep-bottom]")) {
      let state = kept.get(list);
      if (!state) {
        state = { end: true, top: 0, thread: null };
        kept.set(list, state);
        const current = state;
        list.addEventListener("scroll", () => {
          current.end = atEnd(list);
          current.top = list.scrollTop;
          list.parentElement.classList.toggle("st-behind", !current.end);
        });
        new ResizeObserver(() => current.end && toEnd(list)).observe(list);
      }
      if (state.thread !== list.dataset.thread) Object.assign(state, { end: true, top: 0, thread: list.dataset.thread });
      // further up than it was left: somebody has scrolled, which is told only with the next frame
      if (state.end && list.scrollTop >= state.top) toEnd(list);
    }
  }

  window.stJump = (button) => toEnd(button.closest(".st-thread-middle").querySelector("[data-keep-bottom]"));
  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
})();
