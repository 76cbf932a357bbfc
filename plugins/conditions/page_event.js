// Tells how many events of this name, the key, the pages of this visit have told of; of those alone whose property is
// as the key asks for in brackets: `order placed [value > 50]`. page_event.py reads keys alike.
const SHAPE = /^([^[\]]+?)(?:\s*\[\s*([^[\]<>=!]+?)\s*(>=|<=|!=|=|>|<)\s*([^[\]]*?)\s*\])?$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

const fold = (text) => text.trim().toLowerCase();
const same = (seen, asked) => typeof seen === "string" && typeof asked === "string" ? fold(seen) === fold(asked) : seen === asked;
// Numbers, true and false as such; all else, and what stands in quotes, is a text. Nothing is turned into another kind.
function valueOf(words) {
  if (NUMBER.test(words)) return +words;
  return { true: true, false: false }[words] ?? words.replace(/^"(.*)"$/, "$1");
}

const HOW = {
  "=": same,
  "!=": (seen, asked) => !same(seen, asked),
  ">": (seen, asked) => seen > asked,
  ">=": (seen, asked) => seen >= asked,
  "<": (seen, asked) => seen < asked,
  "<=": (seen, asked) => seen <= asked,
};

function wanted(key) {
  const [, name, property, how, words] = SHAPE.exec(key.trim()) || [];
  const value = how && valueOf(words);
  return (event) => {
    if (!name || fold(event.name) !== fold(name)) return false;
    if (!how) return true;
    const seen = Object.hasOwn(event.properties, property) ? event.properties[property] : null;
    return /[<>]/.test(how) && typeof seen !== "number" ? false : HOW[how](seen, value);
  };
}

// On the way the server's answer ages; between two visits lies more.
const ON_THE_WAY_MS = 60000;

export default function observe(tell, { key, view, visitSeconds }) {
  const wants = wanted(key);
  // By the clock that events are told with: the other one stands still while the computer sleeps.
  const began = Date.now() - visitSeconds() * 1000 - ON_THE_WAY_MS;
  const fits = (event) => event.at > began && wants(event);
  let told;
  const look = () => {
    // What has been told is still being read: nothing is known yet, not even that there is none.
    if (view.events === 0) return;
    const count = (view.events || []).filter(fits).length;
    if (told !== count) tell((told = count));
  };
  const hears = (view.hears ||= new Set());
  hears.add(look);
  look();
  return () => hears.delete(look);
}
