// Finishes in the browser what CompiledRule.simplify left open on the server.
import { operators } from "./operators.js";

// The name of a condition's fact among what was observed.
export const factName = ({ fact, key }) => key == null ? fact : fact + ":" + key;

// true, false, or undefined while the rule is open. `facts` is an object without prototype that holds what was
// observed under `fact` or `fact:key`: undefined is open, null is missing. A condition whose operator is unknown
// here (a newer server) stays open, so that nothing is shown on a guess.
export function simplify(node, facts) {
  const { rules, match } = node;
  if (!rules) {
    const decide = operators[node.operator];
    const seen = facts[factName(node)];
    return decide && seen !== undefined ? decide(seen, node.value, node.type) : undefined;
  }
  let verdict = match !== "any";
  for (let i = 0; i < rules.length; i++) {
    const settled = simplify(rules[i], facts);
    if (settled === (match !== "all")) return match === "any";
    if (settled === undefined) verdict = undefined;
  }
  return verdict;
}
