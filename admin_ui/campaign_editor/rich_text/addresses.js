// Addresses as people type them: "shop.example/gifts" and "ada@shop.example" are meant as links, too.

// The end of a page or file of one's own site that lacks its slash; no website is called so.
const FILE = /^[^/?#]*\.(html?|php|aspx?|jsp|pdf|docx?|xlsx?|png|jpe?g|gif|webp|svg)([?#]|$)/i;

// Returns {address}, or the {problem} with it in a sentence.
export function asAddress(typed) {
  let text = typed.trim();
  if (!text) return { problem: stWord("Type where the link leads.") };
  if (/^[^\s/@:]+@[^\s/@]+\.[^\s/@]+$/.test(text)) text = `mailto:${text}`;
  else if (/^\+?[0-9][0-9()\s-]{5,}$/.test(text)) text = `tel:${text.replace(/\s/g, "")}`;
  else if (/^localhost(:\d+)?([/?#]|$)/i.test(text)) text = `http://${text}`;
  else if (/^[^/:?#.]+(\.[^/:?#.]+)+(:\d+)?([/?#]|$)/.test(text) && !FILE.test(text)) text = `https://${text}`;
  const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(text)?.[1];
  const problem = host === undefined ? "" : hostProblem(host);
  if (problem) return { problem };
  text = text.replace(/\s/g, "%20").replace(/["<>\\]/g, encodeURIComponent);
  text = text.replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"));
  if (/^(https?:\/\/[^/]|mailto:.|tel:.|\/(?!\/))/i.test(text)) return { address: text };
  return { problem: stWord("This is no address. Type https://shop.example/page, or /page for a page of the site.") };
}

// What keeps a host from being that of a website. Names without a dot are taken for a slip, but for this computer's.
function hostProblem(host) {
  const say = (words) => words.replace("{host}", () => host);
  if (/\s|%20/.test(host)) return say(stWord("A website has no spaces in its name. Mend “{host}”."));
  const name = host.replace(/:\d*$/, "");
  const isNamed = /^(localhost|\[.*\]|[^.]+(\.[^.]+)+\.?)$/i.test(name);
  if (isNamed && URL.canParse(`https://${host}`)) return "";
  if (name && !name.includes(".")) return say(stWord("“{host}” is no website: a name such as shop.example has a dot."));
  return say(stWord("“{host}” is no website. Check it for typing errors."));
}
