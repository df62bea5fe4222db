// Putting elements where they belong: by id, by sort key, and without moving what is being read.
import { announceNew } from "./status.js";
import { say } from "./words.js";

const held = new Map(); // id -> {fresh, list}: what waits behind "3 new contributions"
const markups = new WeakMap(); // element -> the markup that it was made from
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

/** Put a frame: {stream, id, html, also}; `own` is what this page itself has sent. */
export function put(frame, own = false) {
  keepingPlace(() => {
    putAlso(frame);
    const list = document.querySelector(`[data-stream="${frame.stream}"]`);
    const old = document.getElementById(frame.id);
    // One's own words come twice, as the answer and as a frame: the second changes nothing.
    if (old && markups.get(old) === frame.html) return told(old);
    const fresh = parse(frame.html);
    markups.set(fresh, frame.html);
    if (fresh.dataset.list) return settle(old, fresh, own);
    const belongs = list && fresh.dataset.sort && (!old || old.parentElement === list);
    if (old) replace(old, fresh);
    if (held.has(frame.id)) held.get(frame.id).fresh = fresh;
    else if (belongs && old?.dataset.sort !== fresh.dataset.sort) arrive(list, fresh, own);
  });
}

// An element that names its list goes there at once: the order of such a list is the news itself.
function settle(old, fresh, own) {
  const list = document.getElementById(fresh.dataset.list);
  const before = old?.dataset.sort;
  const stays = Boolean(old) && old.parentElement === list;
  if (old) replace(old, fresh);
  if (!list) return void fresh.remove(); // its place is not on this page
  if (!old && paused && !own) {
    held.set(fresh.id, { fresh, list });
    return showPill();
  }
  held.delete(fresh.id);
  if (stays && before === fresh.dataset.sort) return;
  insert(list, fresh, nextOf(list, fresh));
  if (!old && !own) announceNew(sentence(fresh));
}

/** Move an element of such a list to where its sort key puts it now. */
export function resort(element) {
  const next = nextOf(element.parentElement, element);
  if (next === element.nextElementSibling) return;
  keepingPlace(() => {
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    element.parentElement.insertBefore(element, next);
    focused?.focus({ preventScroll: true });
  });
}

/** Replace further parts of a page: {also: [{id, html}]}. */
export function putAlso(frame) {
  for (const part of frame.also ?? []) replace(document.getElementById(part.id), parse(part.html));
}

/** Take an element away; what has the focus hands it to its list. */
export function remove(frame) {
  keepingPlace(() => {
    putAlso(frame);
    held.delete(frame.id);
    showPill();
    const old = document.getElementById(frame.id);
    if (!old) return;
    if (old.contains(document.activeElement)) focusQuietly(old.closest("section"));
    old.remove();
  });
}

/** Put an element in the place of another; the focus stays on the same control. */
export function replace(old, fresh) {
  if (!old || !fresh) return;
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const same = active && pathTo(old, active);
  const kept = old.querySelector("form[data-composer]");
  old.replaceWith(fresh);
  if (kept) fresh.append(kept);
  takeTwinsAway(fresh);
  if (active && kept?.contains(active)) active.focus({ preventScroll: true });
  else if (same) find(fresh, same)?.focus({ preventScroll: true });
  told(fresh);
}

// An idea that was pinned stands in the list no more: every id stands once in a page. One that a
// section has and does not show stands nowhere in it.
function takeTwinsAway(fresh) {
  for (const one of fresh.querySelectorAll("li[id]")) {
    document.querySelectorAll(`#${one.id}`).forEach((twin) => twin !== one && twin.remove());
    held.delete(one.id);
  }
  for (const id of unseen(fresh)) {
    document.getElementById(id)?.remove();
    held.delete(id);
  }
  showPill();
}

const unseen = (part) => part?.dataset.elsewhere?.match(/\d+/g)?.map((number) => `idea-${number}`) ?? [];

// The same control in the new markup: by what it does, else by its place, else the last one.
const does = (one) => ["value", "formaction", "href"].map((name) => one.getAttribute(name)).join(" ");
function pathTo(root, element) {
  const controls = [...root.querySelectorAll("a, button")];
  return { deed: does(element), index: controls.indexOf(element) };
}
function find(root, { deed, index }) {
  const controls = [...root.querySelectorAll("a, button")];
  return controls.find((one) => does(one) === deed && !one.disabled) ?? controls[index] ?? controls.at(-1);
}

// Give an element its place in the list; one that stood there already may have moved up.
function arrive(list, fresh, own) {
  if (isElsewhere(list, fresh) && !own) return;
  if (unseen(document.querySelector("[data-elsewhere]")).includes(fresh.id)) return;
  const next = nextOf(list, fresh);
  const mine = own || fresh.dataset.author === document.body.dataset.member;
  const waits = !mine && (paused || standsAbove(list, next));
  if (waits) {
    held.set(fresh.id, { fresh, list });
    showPill();
  } else {
    insert(list, fresh, next);
  }
  document.querySelector("[data-empty]")?.remove();
  if (!mine) announceNew(sentence(fresh));
}

// Belongs to an earlier stretch of a discussion, or to a later page of a board.
function isElsewhere(list, fresh) {
  const { order, first, last } = list.dataset;
  if (order === "desc") return Boolean(last) && fresh.dataset.sort < last;
  if (!first || fresh.dataset.sort >= first) return false;
  const number = Number(fresh.dataset.sort.slice(-6)); // its own; before it stand its ancestors'
  if (number > Number(list.dataset.given)) countEarlier(list, number);
  return true;
}

function insert(list, fresh, next) {
  const focused = fresh.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(fresh, next);
  focused?.focus({ preventScroll: true });
  fresh.classList.add("fresh");
  setTimeout(() => fresh.classList.remove("fresh"), 2000);
  told(fresh);
}

function sentence(fresh) {
  const words = (selector) => fresh.querySelector(selector)?.textContent.trim() ?? "";
  if (fresh.matches(".question")) return say("status.question", { text: words(".question-text") });
  if (fresh.matches(".poll")) return say("status.poll", { text: words("h3") });
  return fresh.matches(".card") ? say("status.card", { title: words("h3") }) : say("status.comment", { name: words(".name") });
}

function nextOf(list, fresh) {
  const all = [...list.children].filter((one) => one.dataset.sort && one !== fresh);
  if (list.dataset.order === "desc") return all.find((one) => one.dataset.sort < fresh.dataset.sort) ?? null;
  // From the end, where nearly all comments belong.
  let next = list.querySelector(":scope > .pending");
  for (let place = all.length - 1; place >= 0 && all[place].dataset.sort > fresh.dataset.sort; place--) next = all[place];
  return next;
}

// Above the reader: its place has scrolled out at the top, or lies above the line being read.
function standsAbove(list, next) {
  if (!next || next.classList.contains("pending")) return false;
  return next.getBoundingClientRect().top < innerHeight * 0.4 && scrollY > 0;
}

function countEarlier(list, number) {
  list.dataset.given = number;
  const earlier = list.querySelector("[data-earlier]");
  if (!earlier) return;
  const count = (earlier.dataset.earlier = Number(earlier.dataset.earlier) + 1);
  earlier.querySelector("a").textContent = say("earlier_above", { count });
}

function showPill() {
  const pill = document.querySelector("[data-news]");
  if (!pill) return;
  pill.hidden = held.size === 0;
  pill.textContent = say("news", { count: held.size });
}

/** Forget what waits for a list that has left the page. */
export function forget(list) {
  held.forEach((one, id) => one.list === list && held.delete(id));
  showPill();
}

/** Insert what waits; with `go` the first of it gets the focus. */
export function showHeld(go = true) {
  const waiting = [...held.values()];
  held.clear();
  keepingPlace(() => waiting.forEach(({ fresh, list }) => insert(list, fresh, nextOf(list, fresh))));
  showPill();
  if (go && waiting[0]) {
    focusQuietly(waiting[0].fresh);
    waiting[0].fresh.scrollIntoView({ block: "center" });
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
  change();
  if (!anchor?.isConnected) return;
  const moved = anchor.getBoundingClientRect().top - top;
  if (Math.abs(moved) > 1 && scrollY > 0) scrollBy({ top: moved, behavior: "instant" });
}
