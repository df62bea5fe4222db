// The number of places is the same for everybody; what it means for me, this page asks for itself.
import { put } from "./place.js";
import { announce } from "./status.js";

const SPREAD = 800; // ms, so that all who wait do not ask at the same moment
let timer = 0;

/** Ask for one's own block again when the part that was put may have changed it. */
export function watchPlaces(part) {
  const own = part.matches?.(".places, .turn") && document.querySelector("[data-own]");
  if (!own || !concerns(own, part)) return;
  timer ||= setTimeout(() => { timer = 0; renew(); }, 100 + Math.random() * SPREAD);
}

// Whom organisers sign off hears of it in their own stream. Who is in the queue hears of every
// change; who may still register, when the last place goes.
const concerns = (own, places) => places.matches(".turn") || "queues" in own.dataset
  || ("places" in own.dataset && own.dataset.places !== places.dataset.places);

async function renew() {
  const own = document.querySelector("[data-own]");
  try {
    const answer = await fetch(own.dataset.own, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10000) });
    if (!answer.ok) return;
    const { id, html } = await answer.json();
    take(own, id, html);
  } catch { /* the page stays as it was; the next change asks again */ }
}

function take(own, id, html) {
  const held = own.contains(document.activeElement);
  const open = own.querySelector("details")?.open;
  put({ id, html });
  const now = document.getElementById(id);
  if (open) now.querySelector("details")?.setAttribute("open", "");
  if (held && !now.contains(document.activeElement)) now.focus({ preventScroll: true });
  if (now.dataset.situation !== own.dataset.situation) announce(now.querySelector(".own-word")?.textContent.trim() ?? "");
}
