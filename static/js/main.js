// Starts what the page has.
import "./arrange.js";
import { freshen, wake } from "./begin.js";
import { answer } from "./composer.js";
import "./desk.js";
import { forgetSent, keepForm } from "./keep.js";
import "./leave.js";
import { resume } from "./outbox.js";
import { isPaused, onPut, setPaused, showHeld } from "./place.js";
import { watchPlaces } from "./places.js";
import { say } from "./words.js";

onPut(freshen);
onPut(watchPlaces);
document.addEventListener("woken", ({ detail }) => showPause(detail));
document.addEventListener("htmx:load", (event) => freshen(event.target));
document.addEventListener("htmx:afterSwap", (event) => loaded(event.target.closest("[data-stream]")));
wake(document);
forgetSent();
document.querySelectorAll("form[data-keep]").forEach(keepForm);
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

function showPause(root) {
  const pause = root.querySelector("[data-pause]");
  if (!pause) return;
  pause.hidden = false;
  pause.setAttribute("aria-pressed", isPaused());
  pause.textContent = say(isPaused() ? "resume" : "pause");
}
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-pause]")) return;
  setPaused(!isPaused());
  showPause(document);
});
