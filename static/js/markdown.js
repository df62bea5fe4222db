// Six marks of Markdown around or before what is selected; undo takes them away again.
const AROUND = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const BEFORE = { list: "- ", quote: "> ", heading: "### " };

/** Apply a mark to the selection of a field. */
export function format(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  field.focus();
  if (AROUND[mark]) {
    const [left, right] = AROUND[mark];
    insert(field, left + value.slice(start, end) + right);
    field.setSelectionRange(start + left.length, end + left.length);
  } else {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    field.setSelectionRange(from, end);
    insert(field, value.slice(from, end).split("\n").map((line) => BEFORE[mark] + line).join("\n"));
  }
}

// execCommand is old but the only way that keeps the browser's own undo.
export function insert(field, text) {
  if (!document.execCommand?.("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
