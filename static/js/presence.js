// How many read along: a rounded number that comes with the pulse of the line.
import { onPut } from "./place.js";
import { say } from "./words.js";

const known = new Map(); // stream -> number

/** Take the numbers of a pulse: {stream: number} of the streams in `names` of which there is one. */
export function showReaders(names, here = {}) {
  for (const name of names) known.set(name, here[name] ?? 0);
  fill(document);
}

/** The largest number that is known, of readers of this page. */
export const readers = () => Math.max(0, ...known.values());

function fill(root) {
  for (const line of root.querySelectorAll("[data-here]")) {
    const count = known.get(line.dataset.here);
    if (count === undefined) continue;
    line.hidden = !count;
    line.textContent = count ? say("here", { count }) : "";
  }
}
onPut(fill);
