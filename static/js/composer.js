// Writing: drafts that survive, sending by the outbox, answering in place, preview and counter.
import { token } from "./http.js";
import { isLeaving } from "./leave.js";
import { send } from "./outbox.js";
import { watchMentions } from "./mention.js";
import { format } from "./markdown.js";
import { say } from "./words.js";

const PAUSE = 300, NEAR = 500;
export const uuid = () => crypto.randomUUID?.()
  ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

/** Enhance one composer form. */
export function compose(form) {
  const field = form.elements.text;
  const draft = draftOf(form);
  const state = form.querySelector("[data-composer-state]");
  let timer = 0;
  if (!form.classList.contains("answering")) bringAlong(form, draft);
  if (!field.value) field.value = localStorage.getItem(draft) ?? "";
  field.removeAttribute("maxlength"); // the counter says it more kindly, and cuts nothing off
  form.noValidate = true;
  field.addEventListener("input", () => {
    count(form, field);
    clearTimeout(timer);
    timer = setTimeout(() => keep(draft, field.value, state), PAUSE);
  });
  const keepNow = () => form.isConnected && form.dataset.sending !== field.value && keep(draft, field.value, state);
  addEventListener("pagehide", keepNow);
  form.addEventListener("leave", () => { clearTimeout(timer); keepNow(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape" && form.classList.contains("answering")) close(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    submit(form, field, state);
  });
  // A tap on a button leaves the field its focus: else the bars at the edge move under the finger.
  form.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
  addEventListener("sent", ({ detail }) => detail.place === form.dataset.place && form.isConnected && sent(form, field, draft, detail.text, state));
  addEventListener("delayed", ({ detail }) => detail.place === form.dataset.place && (state.textContent = say("delayed")));
  addEventListener("refused", ({ detail }) => detail.place === form.dataset.place && (state.textContent = say("not_sent")));
  tools(form, field);
  watchMentions(field);
  rest(form, field);
}

// Small while nobody writes. It shrinks when the reader scrolls on, never under a finger that presses:
// what lies above would move away from it, and the click would be lost.
function rest(form, field) {
  const settle = () => !field.value && !form.matches(":focus-within") && form.classList.add("rest");
  form.addEventListener("focusin", () => form.classList.remove("rest"));
  addEventListener("scroll", settle, { passive: true });
  if (field.value) form.classList.remove("rest");
}

const draftOf = (form) => `draft:${document.body.dataset.member}:${form.dataset.place}`;

// Words begun in a discussion that was joined to this one meanwhile.
function bringAlong(form, draft) {
  const former = form.closest(".thread")?.querySelector("[data-former]")?.dataset.former ?? "";
  for (const place of former.split(" ").filter(Boolean)) {
    const left = `draft:${document.body.dataset.member}:${place}`;
    const words = [localStorage.getItem(draft), localStorage.getItem(left)].filter(Boolean);
    if (words.length) localStorage.setItem(draft, words.join("\n\n"));
    localStorage.removeItem(left);
  }
}

function keep(draft, text, state) {
  if (isLeaving()) return;
  if (text) localStorage.setItem(draft, text);
  else localStorage.removeItem(draft);
  state.textContent = text ? say("draft_kept") : "";
}

function submit(form, field, state) {
  const text = field.value;
  if (!text.trim() || form.dataset.sending === text) return field.focus();
  if (text.length > Number(form.dataset.limit)) return field.focus();
  form.dataset.sending = text;
  localStorage.removeItem(draftOf(form)); // from here on the outbox keeps these words
  state.textContent = say("sending");
  send({
    url: form.getAttribute("action"), stream: threadOf(form), place: form.dataset.place,
    text, parent: form.elements.parent.value, key: uuid(),
  });
}

const threadOf = (form) => form.closest(".thread")?.querySelector("[data-stream]")?.dataset.stream ?? form.dataset.place;

// Only after the server's yes, and only the words that it has; who went on typing keeps the rest.
function sent(form, field, draft, text, state) {
  delete form.dataset.sending;
  if (field.value.startsWith(text)) field.value = field.value.slice(text.length).trimStart();
  keep(draft, field.value, state);
  state.textContent = say("sent");
  count(form, field);
  if (form.classList.contains("answering") && !field.value) close(form);
}

function count(form, field) {
  const counter = form.querySelector("[data-counter]");
  const left = Number(form.dataset.limit) - field.value.length;
  if (!counter) return;
  counter.hidden = left > NEAR;
  counter.textContent = left < 0 ? say("over_limit", { count: -left }) : say("characters_left", { count: left });
}

/** Wire toolbar and preview of a field; the idea's form uses it too. */
export function tools(form, field) {
  form.querySelector("[data-toolbar]")?.removeAttribute("hidden");
  form.querySelectorAll("[data-md]").forEach((button) => {
    button.addEventListener("click", () => format(field, button.dataset.md));
  });
  const toggle = form.querySelector("[data-preview]");
  toggle?.addEventListener("click", () => preview(form, field, toggle));
}

async function preview(form, field, toggle) {
  const pane = form.querySelector("[data-preview-pane]");
  const on = pane.hidden;
  toggle.setAttribute("aria-pressed", on);
  toggle.textContent = say(on ? "edit" : "preview");
  field.hidden = on;
  pane.hidden = !on;
  if (!on) return field.focus();
  try {
    const answer = await fetch("/vorschau/", {
      method: "POST", body: new URLSearchParams({ text: field.value }), headers: { "X-CSRFToken": token(form) },
    });
    const html = await answer.text();
    answer.ok ? (pane.innerHTML = html) : (pane.textContent = html);
  } catch { pane.textContent = say("line.offline"); }
}

/** Open a composer below a comment; Escape closes it and gives the focus back. */
export function answer(link) {
  const comment = document.getElementById(link.dataset.answer);
  const main = document.querySelector("form[data-composer]:not(.answering)");
  if (!comment || !main) return false;
  const open = comment.querySelector("form.answering");
  if (open) return open.elements.text.focus() ?? true;
  const form = main.cloneNode(true);
  const name = comment.querySelector(".name")?.textContent ?? "";
  form.classList.add("answering");
  form.classList.remove("rest");
  form.dataset.place = comment.id;
  delete form.dataset.sending;
  form.elements.parent.value = comment.id.slice("comment-".length);
  form.elements.text.value = "";
  form.elements.text.id = `words-${comment.id}`;
  form.querySelector("label").htmlFor = form.elements.text.id;
  const to = form.querySelector("[data-answer-to]");
  to.hidden = false;
  to.textContent = `${say("answer_to", { name })} `;
  const cancel = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: say("cancel") });
  cancel.onclick = () => close(form);
  to.append(cancel);
  comment.append(form);
  compose(form);
  form.elements.text.focus();
  return true;
}

function close(form) {
  const link = form.closest(".comment")?.querySelector("[data-answer]");
  form.remove();
  link?.focus();
}
