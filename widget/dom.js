// Makes nodes without any HTML: names and texts can't become markup, whatever they hold.
const SVG = "http://www.w3.org/2000/svg";

// An attribute that is a function is a listener ("click"); children that are false, null or undefined are left out.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value?.call) node.addEventListener(name, value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

// A line drawing on a field of 24 by 24, for a button that has a name: what is in a button is not read out.
export function icon(line) {
  const picture = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  path.setAttribute("d", line);
  picture.append(path);
  return picture;
}

// A picture of somebody, or the first letters of their first and last name.
export function portrait({ name, picture }) {
  const initials = name.match(/^\S|(?<=\s)\S(?=\S*$)/gu) || [];
  return element("span", { class: "portrait", "aria-hidden": "true" }, initials.join(""), picture && element("img", {
    src: picture, alt: "",
    error() {
      this.remove();
    },
  }));
}

export function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

// Escape, unless the visitor is busy in some field of the page.
export function onEscape(root, act) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented
      && [null, document.body, root.host].includes(document.activeElement)) act();
  });
}
