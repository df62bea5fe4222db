// Wakes a part of the page: times, own reactions, live lists, composers, toolbars.
import { compose, tools } from "./composer.js";
import { follow } from "./line.js";
import { learn, press } from "./mine.js";
import { tell } from "./time.js";

/** Show in a part what only the browser knows. */
export function freshen(root) {
  tell(root);
  press(root);
  if (root.id) document.querySelector(`[data-held="${root.id}"]`)?.remove(); // it was let through
}

/** Make everything in a part work: the whole page, or what took the place of something. */
export function wake(root) {
  learn(root);
  freshen(root);
  for (const part of root.querySelectorAll("[data-stream], [data-follow]")) {
    follow(part.dataset.stream ?? part.dataset.follow, Number(part.dataset.n));
  }
  root.querySelectorAll("form[data-composer]").forEach(compose);
  root.querySelectorAll("[data-writing]").forEach((part) => tools(part, part.querySelector("textarea")));
  if (root !== document) window.htmx?.process(root);
  document.dispatchEvent(new CustomEvent("woken", { detail: root }));
}
