// Messages on their way: kept before they are sent, sent once, shown until the server has them.
import { post } from "./http.js";
import { put } from "./place.js";
import { announce } from "./status.js";
import { say } from "./words.js";

const KEY = "outbox", FIRST = 500, LONGEST = 15000;
const member = document.body.dataset.member;
const waits = new Map(); // stream -> until when a slowed discussion takes nothing more
let running = false, failures = 0, timer = 0;

const read = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const write = (messages) => localStorage.setItem(KEY, JSON.stringify(messages));
const own = (message) => message.member === member;
const here = ({ stream }) => document.querySelector(`[data-stream="${stream}"], [data-former~="${stream}"]`);

/** Take a message: {url, stream, text, parent, key}. It is kept before anything is sent. */
export function send(message) {
  write([...read(), { ...message, member, state: "sending", time: Date.now() }]);
  show();
  work();
}

function change(key, values) {
  write(read().map((one) => (one.key === key ? { ...one, ...values } : one)));
  show();
}

function drop(key) {
  write(read().filter((one) => one.key !== key));
  document.querySelector(`.pending[data-key="${key}"]`)?.remove();
}

// One tab at a time, so that two do not send the same; the key protects where there are no locks.
async function work() {
  if (running) return;
  running = true;
  const through = () => deliver().finally(() => { running = false; });
  await (navigator.locks ? navigator.locks.request("outbox", through) : through());
}

async function deliver() {
  for (;;) {
    const message = read().find((one) => own(one) && one.state === "sending" && !isWaiting(one));
    if (!message) return void waitForTheFirst();
    const again = await attempt(message);
    if (again) { timer = setTimeout(work, again); return; }
  }
}

const isWaiting = (message) => (waits.get(message.stream) ?? 0) > Date.now();

function waitForTheFirst() {
  const waiting = read().filter((one) => own(one) && one.state === "sending").map((one) => waits.get(one.stream));
  if (waiting.length) timer = setTimeout(work, Math.max(0, Math.min(...waiting) - Date.now()));
}

// Return in how many ms to try again, or 0 when the message has found its end.
async function attempt(message) {
  const { url, text, parent, key } = message;
  try {
    const { status, body, wait } = await post(url, { text, parent: parent ?? "", key });
    if (status === 200 || status === 201) return arrived(message, body);
    if (status === 429) return slowed(message, body, Math.max(1000, wait * 1000));
    if (status < 500) return refused(message, status, body);
  } catch { /* no answer: the same key may be sent again */ }
  failures += 1;
  dispatchEvent(new CustomEvent("delayed", { detail: message }));
  document.querySelectorAll(`.pending[data-key="${key}"] .state`).forEach((state) => {
    state.textContent = say(navigator.onLine ? "sending" : "not_sent");
  });
  return Math.random() * Math.min(LONGEST, FIRST * 2 ** failures);
}

// The rates hold everything up; a slowed discussion only what goes there.
function slowed(message, body, pause) {
  if (pause <= 60000) return pause;
  waits.set(message.stream, Date.now() + pause);
  change(message.key, { reason: body.error });
  return 0;
}

function arrived(message, body) {
  failures = 0;
  drop(message.key);
  if (body.held) keepHeld(message, body);
  else put({ ...body, stream: here(message)?.dataset.stream ?? message.stream }, true);
  dispatchEvent(new CustomEvent("sent", { detail: message }));
  return 0;
}

// Moderators look at it first: the words stay in sight, with a sentence, until the page is left.
function keepHeld(message, body) {
  const item = draw({ ...message, state: "held", reason: body.held });
  item.removeAttribute("data-key");
  item.className = "held";
  item.dataset.held = body.id;
  here(message)?.append(item);
  announce(body.held);
}

function refused(message, status, body) {
  const reason = body.error === "signed out" || body.error === "csrf" ? say("session_ended") : body.error;
  change(message.key, { state: "refused", reason: reason || say("failed") });
  dispatchEvent(new CustomEvent("refused", { detail: { ...message, reason } }));
  announce(`${say("not_sent")}: ${reason ?? ""}`);
  return 0;
}

function show() {
  const messages = read().filter(own);
  for (const item of document.querySelectorAll(".pending")) { // another window may have sent it
    if (!messages.some(({ key }) => key === item.dataset.key)) item.remove();
  }
  for (const message of messages) {
    const list = here(message);
    if (!list) continue;
    const old = list.querySelector(`.pending[data-key="${message.key}"]`);
    const item = draw(message);
    old ? old.replaceWith(item) : list.append(item);
  }
}

function draw(message) {
  const item = document.createElement("li");
  item.className = "pending";
  item.dataset.key = message.key;
  const words = Object.assign(document.createElement("div"), { className: "prose", textContent: message.text });
  const foot = Object.assign(document.createElement("p"), { className: "buttons" });
  const sending = message.state === "sending" && navigator.onLine;
  const words2 = sending ? message.reason || say("sending") : [say("not_sent"), message.reason].filter(Boolean).join(": ");
  foot.append(Object.assign(document.createElement("span"), { className: "state", textContent: words2 }));
  if (message.state === "held") foot.firstChild.textContent = message.reason;
  else if (!sending) foot.append(button("send_again", () => retry(message.key)), button("discard", () => drop(message.key)));
  item.append(words, foot);
  return item;
}

function button(key, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: say(key) });
  made.onclick = action;
  return made;
}

function retry(key) {
  clearTimeout(timer);
  failures = 0;
  change(key, { state: "sending", reason: "" });
  work();
}

/** Show what waits anew, after a part of the page has changed. */
export const redraw = () => show();

/** Go on with what an earlier page has left, and as soon as the network is back. */
export function resume() {
  show();
  work();
  addEventListener("online", () => { clearTimeout(timer); failures = 0; show(); work(); });
  addEventListener("offline", show);
  addEventListener("storage", (event) => event.key === KEY && show());
}
