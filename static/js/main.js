// Starts what the page has.
import "./arrange.js";
import "./copy.js";
import { answer, compose, tools } from "./composer.js";
import { forgetSent, keepForm } from "./keep.js";
import "./desk.js";
import "./door.js";
import "./leave.js";
import { follow } from "./line.js";
import { press } from "./mine.js";
import { resume } from "./outbox.js";
import "./podium.js";
import { isPaused, onPut, setPaused, showHeld } from "./place.js";
import { tell } from "./time.js";
import { say } from "./words.js";

function start(root) {
  tell(root);
  press(root);
  if (root.id) document.querySelector(`[data-held="${root.id}"]`)?.remove(); // it was let through
}

start(document);
onPut(start);
document.addEventListener("htmx:load", (event) => start(event.target));
document.addEventListener("htmx:afterSwap", (event) => loaded(event.target.closest("[data-stream]")));
document.querySelectorAll("[data-stream]").forEach((list) => follow(list.dataset.stream, Number(list.dataset.n)));
document.querySelectorAll("form[data-composer]").forEach(compose);
forgetSent();
document.querySelectorAll("form[data-keep]").forEach(keepForm);
document.querySelectorAll("[data-writing]").forEach((part) => tools(part, part.querySelector("textarea")));
resume();
navigator.serviceWorker?.register("/sw.js").catch(() => {}); // without it there is no offline page

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-answer]");
  if (link && answer(link)) event.preventDefault();
  if (event.target.closest("[data-news]")) showHeld();
});

// Earlier comments were loaded: the list now begins further up.
function loaded(list) {
  if (list) list.dataset.first = list.querySelector("[data-earlier] ~ [data-sort]")?.dataset.sort ?? "";
}

const pause = document.querySelector("[data-pause]");
function showPause() {
  pause.hidden = false;
  pause.setAttribute("aria-pressed", isPaused());
  pause.textContent = say(isPaused() ? "resume" : "pause");
}
if (pause) {
  showPause();
  pause.addEventListener("click", () => { setPaused(!isPaused()); showPause(); });
}
