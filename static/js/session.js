// The session page: the next slot takes over without anyone reloading, and nobody is interrupted.
import { wake } from "./begin.js";
import { rewind, unfollow } from "./line.js";
import { redraw } from "./outbox.js";
import { forget, isPaused, onPut } from "./place.js";
import { readers } from "./presence.js";
import { announce } from "./status.js";

const EACH = 4, LONGEST = 15000; // ms for each reader, so that not all ask at the same moment
let turn = 0;

const shown = () => document.getElementById("session");
const bar = () => document.querySelector("[data-air-bar]");
const air = () => document.querySelector(".air[data-slot]");

onPut((element) => element.matches(".air[data-slot]") && shown() && hear(shown(), element.dataset));

function hear(session, { slot, said }) {
  const isHere = session.dataset.slot === slot;
  if ((session.dataset.heard ?? session.dataset.slot) !== slot) announce(said);
  session.dataset.heard = slot;
  session.toggleAttribute("data-on-air", isHere && slot !== "");
  const stays = (isHere && slot) || session.hasAttribute("data-stays") || isPaused() || isWriting(session);
  bar().hidden = isHere || !stays || !air().children.length;
  turn += 1;
  if (!stays) takeOver(turn, Math.random() * EACH * readers());
}

// Whoever has words in a field goes on when they like; the notice above says what is on air.
const isWriting = (part) => [...part.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")]
  .some((field) => field.value.trim() && field.value !== field.defaultValue);

// `asked` is a tap on the notice: then words in a field stay behind, kept as a draft of their slot.
async function takeOver(mine, pause, { failures = 0, asked = false } = {}) {
  await new Promise((done) => setTimeout(done, pause));
  if (mine !== turn) return;
  const page = await fetched(location.pathname);
  if (mine !== turn) return;
  if (!asked && isWriting(shown())) return void (bar().hidden = false);
  if (page) return swap(page);
  bar().hidden = !air().children.length;
  takeOver(mine, Math.random() * Math.min(LONGEST, 1000 * 2 ** failures), { failures: failures + 1, asked });
}

async function fetched(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10000) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && page.getElementById("session") ? page : null;
  } catch { return null; }
}

function swap(page) {
  const [old, fresh] = [shown(), document.adoptNode(page.getElementById("session"))];
  const [inside, typing] = [old.contains(document.activeElement), document.activeElement?.matches("form[data-composer] textarea")];
  leave(old);
  old.replaceWith(fresh);
  document.title = page.title;
  fresh.dataset.heard = air().dataset.slot;
  bar().hidden = true;
  wake(fresh);
  const { follow, n } = page.querySelector(".session-page").dataset;
  rewind(follow, Number(n)); // what came while the page was on its way
  redraw();
  if (inside) refocus(fresh, typing);
}

function leave(old) {
  old.querySelectorAll("form[data-composer]").forEach((form) => form.dispatchEvent(new Event("leave")));
  for (const list of old.querySelectorAll("[data-stream^='thread-']")) {
    unfollow(list.dataset.stream);
    forget(list);
  }
}

// The focus stays where it was: in the field, or at the beginning of what took the place.
function refocus(fresh, typing) {
  const field = typing && fresh.querySelector(".thread > form[data-composer] textarea");
  if (!field) fresh.tabIndex = -1;
  (field || fresh).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-take-over]");
  const session = shown();
  if (!link || !session || session.hasAttribute("data-stays") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  takeOver(++turn, 0, { asked: true });
});
