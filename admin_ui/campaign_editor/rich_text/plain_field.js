// A field of one line as the menu of merge tags sees it: a tag stands there as it is written, `{{ … }}`.
const TAGS = /\{\{([^{}\n]{1,300})\}\}/g;

export function plainField(input) {
  // The tag that the caret is in or beside.
  function around() {
    const { selectionStart: from, selectionEnd: to, value } = input;
    const found = [...value.matchAll(TAGS)].find(({ index, 0: whole }) => index <= from && to <= index + whole.length);
    return found && { start: found.index, end: found.index + found[0].length, source: found[1].trim() };
  }
  return {
    tagAt: () => around() ?? null,
    putTag(source) {
      const there = around();
      input.focus();
      if (there) input.setSelectionRange(there.start, there.end);
      // This alone leaves it to the browser's own undo.
      document.execCommand(source === null ? "delete" : "insertText", false, source === null ? "" : `{{ ${source} }}`);
    },
    focus: () => input.focus(),
  };
}
