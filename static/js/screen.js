// The screen of the hall: what the organisers have chosen, live. It keeps the last good picture, comes
// back by itself, and never says a word of its line to the hall.
import { attend, follow } from "./line.js";
import { readers } from "./presence.js";

const PAUSE = 400, PULSE = 20000, EACH = 2, ASLEEP = 3000; // ms; EACH for every reader of the event
const { screen: stream, n, organises } = document.body.dataset;
let timer = 0, busy = false, late = false, last = 0, pointer = 0;

const picture = () => document.getElementById(`${stream}-screen`);

// Every message is a hint; what stands there now is asked for.
attend({
  show: ({ id }) => picture().dataset.hears?.split(" ").some((one) => id.startsWith(one)) && plan(),
  startOver: plan,
  finish: () => { plan(); return false; }, // the session may be over, a public event goes on
  notice() {},
});
follow(stream, Number(n));
setInterval(plan, PULSE);
addEventListener("online", plan);

// The hall's own machine at once; the pages of everybody else not all at the same moment.
function plan() {
  const spread = organises === undefined ? Math.random() * EACH * readers() : 0;
  timer ||= setTimeout(refresh, Math.max(spread, last + PAUSE - Date.now()));
}

async function refresh() {
  timer = 0;
  if (busy) return void (late = true); // what is on its way may be older than what was heard
  [busy, late, last] = [true, false, Date.now()];
  take(await fetched());
  busy = false;
  if (late) plan();
}

// The page as it is now, "" where it is no longer to be read, null where no good answer came.
async function fetched() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (answer.ok) return new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.status === 403 || answer.status === 404 ? "" : null;
  } catch { return null; }
}

function take(page) {
  if (page === null) return;
  const [old, fresh] = [picture(), page && page.getElementById(`${stream}-screen`)];
  if (!fresh) return blank(old);
  if (styles(page) !== styles(document)) return location.reload(); // the house was rebuilt meanwhile
  document.title = page.title;
  if (old.outerHTML === fresh.outerHTML) return;
  fresh.classList.toggle("is-new", old.dataset.shows !== fresh.dataset.shows);
  old.replaceWith(document.adoptNode(fresh));
}

const styles = (page) => [...page.querySelectorAll("link[rel=stylesheet]")].map((one) => one.getAttribute("href")).join(" ");

// No longer open to whoever is signed in here: the mark alone stays, until it is open again.
function blank(old) {
  const mark = old.querySelector(".icon");
  old.className = "screen is-nothing";
  old.dataset.shows = "";
  old.replaceChildren(...(mark ? [mark] : []));
  document.title = "Ideenschmiede";
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
});

document.addEventListener("pointermove", () => {
  document.body.classList.remove("is-still");
  clearTimeout(pointer);
  pointer = setTimeout(() => document.body.classList.add("is-still"), ASLEEP);
});

const stayAwake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("visibilitychange", plan);
stayAwake();
