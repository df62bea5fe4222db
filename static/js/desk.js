// The queue of the moderators: fresh counts, and keys while a case has the focus.
import { onPut } from "./place.js";

const list = document.querySelector("[data-desk]");

onPut((element) => {
  if (element.id !== "desk-pulse") return;
  document.body.dispatchEvent(new CustomEvent("desk-changed"));
  document.querySelector("[data-desk-news]")?.removeAttribute("hidden");
});

// Only keys pressed within the list count, and none while something is typed (WCAG 2.1.4).
list?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox])")) return;
  const here = event.target.closest("[data-case]");
  const act = keys[event.key];
  if (!here || !act) return;
  event.preventDefault();
  act(here);
});

const press = (selector) => (here) => here.querySelector(selector)?.click();
const go = (direction) => (here) => here[direction]?.querySelector("[data-open]").focus();
const keys = {
  ArrowDown: go("nextElementSibling"),
  ArrowUp: go("previousElementSibling"),
  x: press("[name=case]"),
  l: press("[data-leave]"),
  h: press("[data-hide]"),
};
