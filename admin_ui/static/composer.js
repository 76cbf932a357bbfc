// The composer's tools work on the text itself, so that the browser's own undo takes them back.
window.stComposer = (() => {
  function insert(area, text, from, to) {
    area.focus();
    if (from !== undefined) area.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // Quasar puts the caret back to where it was when the text changed, some microtasks later; the next key comes after.
  async function select(area, from, to) {
    area.setSelectionRange(from, to);
    for (let turn = 0; turn < 30; turn += 1) {
      await null;
      area.setSelectionRange(from, to);
    }
  }

  // Marks stand at the words: blanks at the edges of the selection stay outside.
  function wrap(area, mark) {
    const { value } = area;
    let { selectionStart: from, selectionEnd: to } = area;
    while (from < to && /\s/.test(value[from])) from += 1;
    while (to > from && /\s/.test(value[to - 1])) to -= 1;
    const words = value.slice(from, to);
    const size = mark.length;
    if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark) {
      insert(area, words, from - size, to + size);
      select(area, from - size, to - size);
    } else if (from === to && value.slice(to, to + size) === mark) {
      select(area, to + size, to + size); // the words are said: go on behind their mark
    } else {
      insert(area, mark + words + mark, from, to);
      select(area, from + size, to + size);
    }
  }

  const LINK = /\[((?:[^\[\]\\\n]|\\.){1,500})\]\(((?:[^()\s]|\([^()\s]*\)){1,2000})\)/g;
  const ADDRESS = /https?:\/\/[^\s<>"*[\]\\]+/g;

  // The link that the caret or the selection is in; else the words that are to become one.
  function linkAt(area) {
    const { value, selectionStart: from, selectionEnd: to } = area;
    for (const [pattern, words, address] of [[LINK, 1, 2], [ADDRESS, null, 0]]) {
      for (const found of value.matchAll(pattern)) {
        const end = found.index + found[0].length;
        if (found.index > from || end < to) continue;
        return { from: found.index, to: end, words: words ? plain(found[words]) : "", address: found[address], isLink: true };
      }
    }
    const words = value.slice(from, to);
    const isAddress = /^(https?:\/\/|mailto:|tel:|\/)\S+$/.test(words.trim());
    return { from, to, words: isAddress ? "" : words, address: isAddress ? words.trim() : "", isLink: false };
  }

  const plain = (words) => words.replace(/\\([[\]\\])/g, "$1");
  const escaped = (words) => words.replace(/[[\]]|\\(?!\*)/g, "\\$&").replace(/\s*\n\s*/g, " ");

  // Addresses as people type them: "shop.example/gifts" and "ada@shop.example" are meant as links, too.
  // Returns the address, or the problem with it in a sentence.
  function address(typed) {
    let text = typed.trim();
    if (!text) return { problem: "Type where the link leads." };
    if (/^[^\s/@:]+@[^\s/@]+\.[^\s/@]+$/.test(text)) text = `mailto:${text}`;
    else if (/^\+?[0-9][0-9()\s-]{5,}$/.test(text)) text = `tel:${text.replace(/\s/g, "")}`;
    else if (/^localhost(:\d+)?([/?#]|$)/i.test(text)) text = `http://${text}`;
    else if (/^[^/:?#.]+(\.[^/:?#.]+)+(:\d+)?([/?#]|$)/.test(text)) text = `https://${text}`;
    const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(text)?.[1];
    const problem = host === undefined ? "" : hostProblem(host);
    if (problem) return { problem };
    text = text.replace(/\s/g, "%20").replace(/["<>\\]/g, encodeURIComponent);
    text = text.replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"));
    if (/^(https?:\/\/[^/]|mailto:.|tel:.|\/(?!\/))/i.test(text)) return { address: text };
    return { problem: "This is no address. Type https://shop.example/page, or /page for a page of the site." };
  }

  // What keeps a host from being that of a website. Names without a dot are taken for a slip, but for this computer's.
  function hostProblem(host) {
    if (/\s|%20/.test(host)) return `A website has no spaces in its name. Mend “${host}”.`;
    const name = host.replace(/:\d*$/, "");
    const isNamed = /^(localhost|\[.*\]|[^.]+(\.[^.]+)+\.?)$/i.test(name);
    if (isNamed && URL.canParse(`https://${host}`)) return "";
    if (name && !name.includes(".")) return `“${host}” is no website: a name such as shop.example has a dot.`;
    return `“${host}” is no website. Check it for typing errors.`;
  }

  function putLink(area, { from, to }, words, target) {
    const text = target ? `[${escaped(words.trim() || target)}](${target})` : words;
    insert(area, text, from, to);
    select(area, from + text.length, from + text.length);
  }

  // The form beside the tools opens it; Ctrl+K asks it to.
  const link = (area) => area.closest(".st-composer").querySelector("[data-link-form]").dispatchEvent(new Event("open-link"));

  const acts = { b: (area) => wrap(area, "**"), i: (area) => wrap(area, "*"), k: link };
  document.addEventListener("keydown", (event) => {
    const act = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && acts[event.key.toLowerCase()];
    if (!act || !event.target.matches("textarea[data-composer]")) return;
    event.preventDefault();
    act(event.target);
  });

  return { bold: acts.b, italic: acts.i, linkAt, putLink, address, select, insert: (area, text) => insert(area, text) };
})();
