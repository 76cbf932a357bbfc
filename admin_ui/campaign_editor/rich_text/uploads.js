// Pictures on their way to the server, one after the other. They go on when their editor is left: the next editor of the
// same text takes them over, and what arrives while there is none is told to the page (campaign_editor/late_pictures.py).
const KINDS = /^image\/(jpeg|png|webp|gif)$/;
const MOST_BYTES = 10 * 1024 * 1024; // as core/media.py

const underWay = new Set();
let line = Promise.resolve();

class Upload {
  constructor(file, owner) {
    this.file = file;
    this.owner = owner; // the editor that waits for it (pictures.js), null while there is none
    this.language = owner.language; // that of the text which it belongs to
    this.at = 0; // where it comes to stand without an editor: behind so many blocks
    this.share = 0;
    this.preview = URL.createObjectURL(file);
    this.request = new XMLHttpRequest(); // fetch tells nothing of what has been sent
  }

  async run() {
    if (!underWay.has(this)) return;
    let kept = null;
    let problem = "";
    try {
      kept = await this.send();
    } catch ({ message }) {
      problem = `${this.file.name}: ${message}`;
    }
    this.end(kept, problem);
  }

  send() {
    return new Promise((resolve, reject) => {
      const { request } = this;
      const refuse = () => reject(new Error(request.response?.detail || stWord("The picture could not be sent. Check the connection, then add it again.")));
      request.open("POST", "/pictures");
      request.responseType = "json";
      request.upload.onprogress = ({ loaded, total }) => this.progress(loaded / total);
      request.onload = () => {
        if (request.status !== 200 || !request.response) return refuse();
        const { hash, width, height } = request.response;
        return resolve({ media: hash, width, height, alt: "" });
      };
      request.onerror = refuse;
      request.send(this.file);
    });
  }

  progress(share) {
    this.share = share;
    if (this.bar) this.bar.value = share;
    tellPage();
  }

  cancel() {
    this.request.onerror = this.request.onload = null;
    this.request.abort();
    this.end(null, "");
  }

  end(kept, problem) {
    if (!underWay.delete(this)) return;
    URL.revokeObjectURL(this.preview);
    tellPage();
    if (this.owner) this.owner.ended(this, kept, problem);
    else {
      const more = orphans(this.language).length;
      emitEvent("st_picture", { language: this.language, at: this.at, picture: kept, problem, more });
    }
  }

  // What stands in the editor until the picture is there.
  draw() {
    const make = (tag, fields) => Object.assign(document.createElement(tag), fields);
    const node = make("span", { className: "st-picture-sending" });
    this.bar = make("progress", { max: 1, value: this.share, ariaLabel: stWord("Sending {file}").replace("{file}", this.file.name) });
    const words = stWord("Don't send this picture");
    const stop = make("button", { type: "button", className: "st-picture-remove", ariaLabel: words, title: words, textContent: "×" });
    stop.addEventListener("click", () => this.cancel());
    node.append(make("img", { src: this.preview, alt: "" }), this.bar, stop);
    return node;
  }
}

// Sends files for an editor; it is told at once of those that can't be taken.
export function begin(files, owner) {
  const taken = [];
  for (const file of files) {
    const problem = !KINDS.test(file.type) ? stWord("This file is no picture we can read. Choose a JPEG, PNG, WebP or GIF.")
      : file.size > MOST_BYTES ? stWord("This file is larger than 10 MB. Choose a smaller picture.") : "";
    if (problem) owner.refused(`${file.name}: ${problem}`);
    else taken.push(new Upload(file, owner));
  }
  for (const upload of taken) {
    underWay.add(upload);
    line = line.then(() => upload.run());
  }
  tellPage();
  return taken;
}

// What is under way for a text and waits for an editor.
export const orphans = (language) => [...underWay].filter((each) => each.language === language && !each.owner);

export const uploadsOf = (owner) => [...underWay].filter((each) => each.owner === owner);

// Wherever on the page one is: how far it is, and a word before one leaves it.
function tellPage() {
  const place = document.querySelector("[data-sending]");
  const all = [...underWay];
  const percent = Math.floor((100 * all.reduce((sum, { share }) => sum + share, 0)) / (all.length || 1));
  const words = all.length > 1 ? stWord("Sending {n} pictures: {percent} %") : stWord("Sending a picture: {percent} %");
  if (place) place.textContent = all.length ? words.replace("{n}", all.length).replace("{percent}", percent) : "";
  window.onbeforeunload = all.length ? (event) => event.preventDefault() : null;
}
