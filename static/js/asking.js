// Asking the podium in a dead spot: the words stay in this browser, and go out once there is a line.
const PREFIX = `asked:${document.body.dataset.member}:`;
const AGAIN = 3000; // ms between two tries

const placeOf = (form) => PREFIX + new URL(form.action).pathname;

/** Put back what was typed here and is not stored yet, under the key that it was sent with. */
export function putBack(form) {
  const { text, unnamed } = form.elements;
  const kept = JSON.parse(localStorage.getItem(placeOf(form)) ?? "null");
  if (kept && !text.value) [text.value, form.elements.key.value, unnamed.checked] = kept;
  form.addEventListener("input", () => keep(form));
}

export function keep(form) {
  const { text, key, unnamed } = form.elements;
  if (!text.value.trim()) return forget(form);
  localStorage.setItem(placeOf(form), JSON.stringify([text.value, key.value, unnamed.checked]));
}

export const forget = (form) => localStorage.removeItem(placeOf(form));

/** Try again in a while, unless somebody has changed or sent it by then; twice is once, by its key. */
export function later(form, send) {
  const said = form.elements.text.value;
  setTimeout(() => form.isConnected && said && form.elements.text.value === said && send(), AGAIN);
}
