// What the page says of itself: the state of the line, and at most one announcement in 5 seconds.
import { say } from "./words.js";

const PAUSE = 5000;
const region = document.getElementById("status");
let last = 0;
let timer = 0;
let waiting = 0;
let waitingName = "";

/** Show the state of the line in words: connected, reconnecting, offline, catching_up, paused. */
export function showLine(state) {
  const line = document.getElementById("line");
  if (!line || line.dataset.state === state) return;
  line.hidden = false;
  line.dataset.state = state;
  line.querySelector("[data-line-words]").textContent = say(`line.${state}`);
}

/** Announce that somebody has written; several within 5 seconds become one sentence. */
export function announceNew(name) {
  waiting += 1;
  waitingName = name;
  timer ||= setTimeout(speak, Math.max(0, last + PAUSE - Date.now()));
}

/** Announce a sentence at once, e.g. that something was not sent. */
export function announce(text) {
  if (region) region.textContent = text;
  last = Date.now();
}

function speak() {
  announce(waiting === 1 ? say("status.comment", { name: waitingName }) : say("status.many", { count: waiting }));
  waiting = timer = 0;
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
