// The operators that the browser knows; core/rules/operators.py is the other evaluator and has the full table.
// Each gets what was observed (null or a wrong type: missing) and the value as stored, and says true or false.

// What text is trimmed of: what JavaScript calls a blank, but not U+2028 and U+2029; core/rules/texts.py has the same.
const BLANKS = /^[^\S\u2028\u2029]+|[^\S\u2028\u2029]+$/g;
const LIMIT = 2 ** 53;

const fold = (text) => text.replace(BLANKS, "").toLowerCase();
const isA = (type, seen) => typeof seen === type && (type !== "number" || Math.abs(seen) < LIMIT);
const not = (operator) => (seen, value, type) => !operator(seen, value, type);
const number = (holds) => (seen, value) => isA("number", seen) && holds(seen, value);

function someOf(holds, prepare) {
  return (seen, values) => {
    if (typeof seen !== "string") return false;
    const observed = prepare(seen);
    for (let i = 0; i < values.length; i++) if (holds(observed, prepare(values[i]))) return true;
    return false;
  };
}

const same = (seen, value) => seen === value;
const equals = number(same);
const sameText = someOf(same, fold);
const contains = someOf((seen, part) => seen.indexOf(part) >= 0, fold);
const isAnyOf = someOf(same, (choice) => choice);
const isSet = (seen, value, type) => isA(type, seen);

export const operators = {
  __proto__: null,
  is: (seen, value) => (typeof value === "boolean" ? seen === value : sameText(seen, value)),
  is_not: not(sameText),
  contains,
  does_not_contain: not(contains),
  starts_with: someOf((seen, part) => seen.startsWith(part), fold),
  ends_with: someOf((seen, part) => seen.endsWith(part), fold),
  equals,
  does_not_equal: not(equals),
  more_than: number((seen, value) => seen > value),
  at_least: number((seen, value) => seen >= value),
  less_than: number((seen, value) => seen < value),
  at_most: number((seen, value) => seen <= value),
  between: number((seen, value) => seen >= value[0] && seen <= value[1]),
  is_any_of: isAnyOf,
  is_none_of: not(isAnyOf),
  is_set: isSet,
  is_not_set: not(isSet),
};
