// Putting elements where they belong: by id, by sort key, and without moving what is being read.
import { announceNew } from "./status.js";
import { say } from "./words.js";

const held = new Map(); // id -> element that waits behind "3 new contributions"
const listeners = new Set();
let paused = sessionStorage.getItem("paused") === "1";

/** Call a function with each element that was put. */
export const onPut = (listener) => listeners.add(listener);
export const isPaused = () => paused;

export function setPaused(on) {
  paused = on;
  sessionStorage.setItem("paused", on ? "1" : "");
  if (!on) showHeld(false);
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Put a frame: {stream, id, html, also}. Return the element, or null where it has no place. */
export function put(frame, own = false) {
  return keepingPlace(() => {
    for (const part of frame.also ?? []) replace(document.getElementById(part.id), parse(part.html));
    const fresh = parse(frame.html);
    const old = document.getElementById(frame.id);
    if (old) return replace(old, fresh);
    if (held.has(frame.id)) return held.set(frame.id, fresh) && null;
    const list = document.querySelector(`[data-stream="${frame.stream}"]`);
    return list && fresh?.dataset.sort ? arrive(list, fresh, own) : null;
  });
}

/** Take an element away; what has the focus hands it to its list. */
export function remove(frame) {
  keepingPlace(() => {
    for (const part of frame.also ?? []) replace(document.getElementById(part.id), parse(part.html));
    held.delete(frame.id);
    showPill();
    const old = document.getElementById(frame.id);
    if (!old) return;
    if (old.contains(document.activeElement)) focusQuietly(old.closest("section"));
    old.remove();
  });
}

function replace(old, fresh) {
  if (!old || !fresh) return null;
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const same = active && pathTo(old, active);
  const kept = old.querySelector("form[data-composer]");
  old.replaceWith(fresh);
  if (kept) fresh.append(kept);
  if (active && kept?.contains(active)) active.focus({ preventScroll: true });
  else if (same) find(fresh, same)?.focus({ preventScroll: true });
  told(fresh);
  return fresh;
}

// The same control in the new markup: by name and value, else by address, else by place.
function pathTo(root, element) {
  const controls = [...root.querySelectorAll("a, button")];
  return { value: element.value, href: element.getAttribute("href"), index: controls.indexOf(element) };
}
function find(root, { value, href, index }) {
  const controls = [...root.querySelectorAll("a, button")];
  return controls.find((one) => (value && one.value === value) || (href && one.getAttribute("href") === href))
    ?? controls[index];
}

function arrive(list, fresh, own) {
  const before = list.dataset.order === "asc" && list.dataset.first && fresh.dataset.sort < list.dataset.first;
  if (before && !own) return countEarlier(list);
  const next = nextOf(list, fresh);
  const mine = own || fresh.dataset.author === document.body.dataset.member;
  if (!mine && (paused || standsAbove(list, next))) {
    held.set(fresh.id, Object.assign(fresh, { list }));
    showPill();
  } else {
    list.insertBefore(fresh, next);
    fresh.classList.add("fresh");
    setTimeout(() => fresh.classList.remove("fresh"), 2000);
    told(fresh);
  }
  document.querySelector("[data-empty]")?.remove();
  if (!mine) announceNew(fresh.querySelector(".name, .card-who")?.textContent.trim() ?? "");
  return fresh;
}

function nextOf(list, fresh) {
  const all = [...list.children].filter((one) => one.dataset.sort);
  const after = list.dataset.order === "desc"
    ? (one) => one.dataset.sort < fresh.dataset.sort
    : (one) => one.dataset.sort > fresh.dataset.sort;
  // From the end, where nearly all comments belong.
  let next = list.querySelector(":scope > .pending");
  if (list.dataset.order === "desc") return all.find(after) ?? next;
  for (let place = all.length - 1; place >= 0 && after(all[place]); place--) next = all[place];
  return next;
}

// Above the reader: its place has scrolled out at the top, or lies above the line being read.
function standsAbove(list, next) {
  if (!next || next.classList.contains("pending")) return false;
  return next.getBoundingClientRect().top < innerHeight * 0.4 && scrollY > 0;
}

function countEarlier(list) {
  const earlier = list.querySelector("[data-earlier]");
  if (!earlier) return null;
  const count = (earlier.dataset.earlier = Number(earlier.dataset.earlier) + 1);
  earlier.querySelector("a").textContent = say("earlier_above", { count });
  return null;
}

function showPill() {
  const pill = document.querySelector("[data-news]");
  if (!pill) return;
  pill.hidden = held.size === 0;
  pill.textContent = say("news", { count: held.size });
}

/** Insert what waits; with `go` the first of it gets the focus. */
export function showHeld(go = true) {
  const waiting = [...held.values()];
  held.clear();
  keepingPlace(() => {
    for (const fresh of waiting) {
      fresh.list.insertBefore(fresh, nextOf(fresh.list, fresh));
      fresh.classList.add("fresh");
      told(fresh);
    }
  });
  showPill();
  if (go && waiting[0]) {
    focusQuietly(waiting[0]);
    waiting[0].scrollIntoView({ block: "center" });
  }
}

function focusQuietly(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

const told = (element) => listeners.forEach((listener) => listener(element));

// What the reader looks at stays where it is, to the pixel, in browsers with and without anchoring.
function keepingPlace(change) {
  const anchor = document.elementsFromPoint(innerWidth / 2, innerHeight / 3)
    .find((one) => one.closest("li[id], .idea-text, main > section"));
  const top = anchor?.getBoundingClientRect().top;
  const result = change();
  if (anchor?.isConnected) {
    const moved = anchor.getBoundingClientRect().top - top;
    if (Math.abs(moved) > 1 && scrollY > 0) scrollBy({ top: moved, behavior: "instant" });
  }
  return result;
}
