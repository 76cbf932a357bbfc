/*
 * Stage one, served as /widget.js: asks the server once per page view what there is to say, draws the launcher, and
 * fetches the rest only when it is needed.
 *
 *   <script async src="https://chat.example.com/widget.js" data-site="KEY"></script>
 *
 * smartTrigger("open" | "close"), smartTrigger("consent", true | false), smartTrigger("event", name, properties) and
 * smartTrigger("identify", attributes, token) work before this script has loaded, too, with
 * `window.smartTrigger ||= function () { (smartTrigger.q ||= []).push(arguments) }`.
 *
 * The page may be rude: nothing here throws into it, and what it could replace later is taken now. `page` is all that
 * later stages know of this one. Every byte here is paid on every page view: what can wait belongs elsewhere.
 */
(() => {
  const early = window.smartTrigger;
  const script = document.currentScript;
  const site = script?.dataset.site;
  if (!site || early?.post) return;
  const { fetch, JSON: { stringify }, Object } = window;
  const page = window.smartTrigger = (command, value, more) => {
    if (command == "identify") {
      // The first boot of a page view takes it along; later, the page view boots again.
      who = [value, more];
      page.view.began && page.boot(true);
    } else if (command == "event") next(() => {
      // Kept before it is told: the page may be left at this moment.
      const event = page.encode([page.newId(), Date.now(), value, more]) + "\n";
      const kept = (page.entry(".told") || "") + event;
      if (stored() && !kept[1e4]) page.entry(".told", kept);
      tell(event);
    });
    else if (command == "consent") {
      consent = value;
      if (!value) forget();
      next(() => value != told && page.boot(true));
    } else if (command == "page") moved(left = command);
    else next(() => page.talk(command));
  };
  const name = page.name = "smart-trigger." + site;
  const url = page.url = (path) => new URL(path, script.src);
  let version = 0, told, storage, timer, consent, host, left, who,
    // What is to be done, in its order; on a page that is prerendered all of it waits until somebody looks.
    line = new Promise((go) => document.prerendering ? document.addEventListener("prerenderingchange", go) : go());
  const next = (work) => {
    line = line.then(work).catch(() => {});
  };

  const memory = () => storage != 0 && consent != false && !navigator.globalPrivacyControl;

  /** An entry of this site in the browser's memory: read it, write it, or remove it with null. */
  page.entry = (kind, value) => {
    try {
      storage ??= localStorage;
      if (value === null) storage.removeItem(name + kind);
      else if (value) storage.setItem(name + kind, value);
      else return storage.getItem(name + kind);
    } catch {
      // Blocked, full or forbidden: from now on there is no memory.
      storage = page.store = 0;
    }
  };
  const forget = () => {
    page.entry(".told", null);
    page.entry(".unsent", null);
    page.entry("", null);
  };

  const stored = () => memory() && page.entry("");

  /** The passport as any tab last stored it, else as this page knows it; gone when another tab or the page removed it. */
  const read = () => {
    const kept = stored();
    if (kept) [version, page.passport] = kept.split(" ");
    else if (page.store) page.passport = page.store = version = null;
    return page.passport;
  };

  /** A copy without prototypes, so that no `toJSON` of the page's meddles with it. */
  const bare = (value) => {
    if (Object(value) === value) {
      value = Object.setPrototypeOf(value.map ? [...value] : { ...value }, null);
      for (const each in value) value[each] = bare(value[each]);
    }
    return value;
  };
  page.encode = (value) => stringify(bare(value));

  /** Ask the visitor API; rejects with the problem, or with an Error when the server can't be reached. */
  page.post = async (path, body, keepalive) => {
    const kept = stored();
    const before = told;
    if (kept && before == false && path != "boot") {
      // Another tab was given a memory: this one joins it, and asks again as that visitor.
      next(() => told || page.boot(true));
      throw 0;
    }
    const passport = read();
    const response = await fetch(url("v1/" + path), {
      credentials: "omit",
      method: "POST",
      body: page.encode({ site, passport, ...body }),
      keepalive,
      signal: AbortSignal.timeout(2e4)
    });
    const answer = await response.json();
    if (response.ok) {
      // Another tab has become a visitor meanwhile, or nothing can be stored: a boot settles it.
      if (body.memory && !kept && stored()) return page.boot(true);
      read();
      told = answer.store ?? told;
      page.store = told && memory();
      if (answer.store == false) forget();
      // What was asked before the memory came or went is about somebody else.
      if ((answer.store ?? before) == told && answer.passport_version >= version) {
        version = answer.passport_version;
        page.passport = answer.passport;
        if (page.store) page.entry("", version + " " + page.passport);
      }
      return body.memory && !storage ? page.boot(true) : answer;
    }
    if (/^passport/.test(answer.code)) {
      if (passport == read()) page.entry("", page.passport = version = null);
      page.boot(path != "boot");
    }
    throw answer;
  };

  /** A module of this release, asked for twice. Browsers remember that an import has failed: hence the other name. */
  page.load = (file) => import(url(page.answer.assets + file))
    .catch(() => import(url(page.answer.assets + file + "?" + Date.now())));

  /** A name for something new that no other browser will choose: 110 random bits in 22 url-safe characters. */
  page.newId = () => crypto.getRandomValues(new Uint8Array(22))
    .reduce((name, byte) => name + (byte % 32).toString(32), "");

  /** Tell of an event of the page, and of those that earlier pages could not tell; `events` is 0 until they are known. */
  const tell = async (event) => {
    page.view.events ||= 0;
    try {
      (await page.load("events.js")).default(page, event);
    } catch {
      // Not here yet: the next page tells of it.
    }
  };

  /** Tell the stage that talks to the visitor; it is fetched when it is needed first. */
  page.talk = async (command) => {
    try {
      const module = host || await page.load("host.js");
      host ||= module.default(page);
      return await host[command]();
    } catch {
      // Not here yet: it is asked for again next time.
    }
  };

  /** The widget's element with its launcher, which later stages take over. */
  page.draw = () => {
    const { site } = page.answer;
    if (page.root) return;
    const button = document.createElement("button");
    const sheet = new CSSStyleSheet();
    try {
      customElements.define("smart-trigger", class extends HTMLElement {
        disconnectedCallback() {
          page.view.back ||= document.documentElement.append(this) || this;
        }
      });
    } catch {
      // The name is taken: a plain element does as well.
    }
    const element = document.createElement("smart-trigger");
    page.root = element.attachShadow({ mode: "open" });
    page.root.adoptedStyleSheets = [sheet];
    sheet.replaceSync(":host{all:initial!important}.launcher{position:fixed;bottom:max(20px,env(safe-area-inset-bottom));"
      + site.position + ":20px;z-index:2147483000;width:56px;height:56px;padding:16px;border:0;border-radius:50%;cursor:pointer;"
      + "box-shadow:0 6px 20px #10182833;color:" + site.text_colour + ";background:" + site.colour + "}.launcher::before{content:'';"
      + "display:block;height:20px;background:currentColor;border-radius:8px 8px 8px 2px}");
    button.className = "launcher";
    button.ariaLabel = site.texts.launcher || "Open chat";
    button.hidden = site.launcher != "always";
    button.onclick = () => page.talk("open");
    page.root.append(button);
    document.documentElement.append(element);
  };

  /** Ask what this page view may say; `again`: it has been counted already, and its last ticket says which it is. */
  page.boot = (again) => {
    let answer, { view } = page;
    next(async () => {
      view.began ||= performance.now();
      // Tabs opened together must not become several visitors: the first one keeps the others waiting until what it has
      // stored, if it may, has reached them. Pages without https have no locks; there, the later tab boots again.
      if (!read() && memory()) await new Promise((go) => navigator.locks.request(name, () => {
        go();
        return read() || asked.then(() => page.store && new Promise((go) => setTimeout(go, 1e3)));
      })).catch(() => {});
      answer = page.view == view && await page.post("boot", {
        again, consent, automated: navigator.webdriver, referrer: document.referrer, memory: memory(),
        ticket: view.ticket, who, language: navigator.language, url: location.href,
        screen: [screen.width, screen.height], title: document.title,
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, touch: navigator.maxTouchPoints > 0,
      });
    });
    const asked = line;
    next(async () => {
      if (!answer?.assets || view != page.view) return;
      page.answer = answer;
      if (answer.site.launcher == "always") page.draw();
      if (answer.conversation || page.entry(".unsent") || host) page.talk("arrive");
      if (page.entry(".told")) tell();
      if (answer.residuals[0]) (await page.load("evaluator.js")).default(page);
    });
  };
  const arrive = () => {
    page.view = { url: location.href };
    page.boot();
  };

  /** A change of path or query is a page view, once the address has been still; so is what a page calls one. */
  const moved = (from) => {
    left ||= from;
    clearTimeout(timer);
    timer = setTimeout(() => {
      left.split("#")[0] != location.href.split("#")[0] && arrive();
      left = 0;
    }, 300);
  };
  if (window.navigation) {
    navigation.addEventListener("currententrychange", (event) => event.navigationType != "replace" && moved(event.from.url));
  } else {
    const push = history.pushState;
    history.pushState = function () {
      moved(location.href);
      push.apply(this, arguments);
    };
    addEventListener("popstate", () => moved(page.view.url));
  }
  addEventListener("pageshow", (event) => event.persisted && arrive());

  arrive();
  for (const call of early?.q || []) page(...call);
})();
