// Keeping a form's unsent words: in the browser at every pause, on the server every few seconds.
import { post } from "./http.js";
import { isLeaving } from "./leave.js";
import { say } from "./words.js";

const PAUSE = 300, SERVER = 3000, SENT = "keep-sent";
const PREFIX = `keep:${document.body.dataset.member}:`;

/** Keep the words of a form with data-keep. */
export function keepForm(form) {
  const place = placeOf(form);
  const key = PREFIX + place;
  const state = form.querySelector("[data-keep-state]");
  let version = Number(form.dataset.version), timer = 0, changed = false, sending = false;
  offer(form, key);
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(() => local(form, key, state), PAUSE);
  });
  addEventListener("pagehide", () => changed && local(form, key, state));
  form.addEventListener("submit", () => {
    local(form, key, state);
    changed = false;
    sessionStorage.setItem(SENT, key);
  });
  setInterval(async () => {
    if (!changed || sending) return;
    [changed, sending] = [false, true];
    version = Math.max(version + 1, Date.now());
    try {
      const fields = JSON.stringify(words(form));
      const { status } = await post(form.dataset.keepUrl, { place, version, fields }, form);
      if (state) state.textContent = say(status === 200 ? "draft_kept_server" : status === 409 ? "draft_conflict" : "draft_kept");
    } catch { changed = true; }
    sending = false;
  }, SERVER);
}

// A new idea that was begun here goes on where it was left, also if the server never heard of it.
function placeOf(form) {
  const begun = `${PREFIX}idea-new-`;
  const own = form.dataset.keep;
  if (!own.startsWith("idea-new-") || document.getElementById("kept-draft")) return own;
  const left = Object.keys(localStorage).find((name) => name.startsWith(begun));
  const place = left?.slice(PREFIX.length) ?? own;
  form.elements.place.value = place;
  return place;
}

/** Forget the words of a form when the page that it leads to is there: only then they are stored. */
export function forgetSent() {
  const key = sessionStorage.getItem(SENT);
  if (!key || !document.querySelector("article.idea")) return;
  localStorage.removeItem(key);
  sessionStorage.removeItem(SENT);
}

// Words of a pilot plan wait here while the short form is open.
const elsewhere = new WeakMap();

function words(form) {
  const kept = { ...elsewhere.get(form) };
  for (const [name, value] of new FormData(form)) {
    if (["csrfmiddlewaretoken", "version", "place"].includes(name)) continue;
    kept[name] = name in kept ? `${kept[name]},${value}` : value;
  }
  return kept;
}

function local(form, key, state) {
  if (isLeaving()) return;
  localStorage.setItem(key, JSON.stringify(words(form)));
  if (state) state.textContent = say("draft_kept");
}

// What was typed and not sent is offered, never put over what the form shows.
function offer(form, key) {
  const stored = localStorage.getItem(key) ?? document.getElementById("kept-draft")?.textContent;
  if (!stored) return;
  const kept = JSON.parse(stored);
  const shown = words(form);
  if (Object.entries(kept).every(([name, value]) => (shown[name] ?? "") === value)) return;
  const bar = Object.assign(document.createElement("p"), { className: "note keep-bar" });
  const action = (name, act) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: say(name) });
    button.onclick = () => { act(); bar.remove(); };
    return button;
  };
  bar.append(say("draft_found"), action("restore", () => restore(form, kept)), action("discard", () => discard(form, key)));
  form.prepend(bar);
}

function discard(form, key) {
  localStorage.removeItem(key);
  const place = key.slice(PREFIX.length);
  post(form.dataset.keepUrl, { place, version: Date.now(), fields: "{}" }, form).catch(() => {});
}

function restore(form, kept) {
  elsewhere.set(form, {});
  for (const [name, value] of Object.entries(kept)) {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    if (!fields.length) elsewhere.get(form)[name] = value;
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = value.split(",").includes(field.value);
      else if (field.type !== "hidden") field.value = value;
    }
  }
  form.dispatchEvent(new Event("input"));
}
