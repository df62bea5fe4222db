// What the page says of itself: the state of the line, and at most one announcement in 5 seconds.
import { say } from "./words.js";

const PAUSE = 5000;
const region = document.getElementById("status");
let last = 0, timer = 0, urgent = "", count = 0, latest = "";

/** Show the state of the line in words: connected, reconnecting, offline, catching_up, paused. */
export function showLine(state) {
  const line = document.getElementById("line");
  if (!line || line.dataset.state === state) return;
  line.hidden = false;
  line.dataset.state = state;
  line.querySelector("[data-line-words]").textContent = say(`line.${state}`);
}

/** Announce that something has come; several within 5 seconds become one sentence. */
export function announceNew(sentence) {
  count += 1;
  latest = sentence;
  plan();
}

/** Announce a sentence before all others, e.g. that something was not sent. */
export function announce(sentence) {
  urgent = sentence;
  plan();
}

function plan() {
  timer ||= setTimeout(speak, Math.max(0, last + PAUSE - Date.now()));
}

function speak() {
  region.textContent = urgent || (count === 1 ? latest : say("status.many", { count }));
  last = Date.now();
  timer = 0;
  if (urgent) urgent = "";
  else count = 0;
  if (count) plan();
}

/** Show a sentence above the discussion that stays, with a link or a button if one is given. */
export function notice(text, action) {
  document.querySelector("[data-notice]")?.remove();
  const note = document.createElement("p");
  note.className = "note";
  note.dataset.notice = "";
  note.append(text, " ");
  if (action) note.append(action);
  (document.querySelector(".thread-head") ?? document.querySelector("main")).after(note);
  announce(text);
}
