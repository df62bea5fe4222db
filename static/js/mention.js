// Suggesting members after an @: a list box that works by keyboard and finger.
import { insert } from "./markdown.js";

const TYPED = /(?:^|[\s(])@([\p{L}\d-]{1,40})$/u;
let box = null, timer = 0, asked = 0;

/** Watch a field for the beginning of a mention. */
export function watchMentions(field) {
  field.setAttribute("autocomplete", "off");
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => suggest(field), 150); });
  field.addEventListener("keydown", (event) => box && steer(event, field));
  field.addEventListener("blur", () => setTimeout(close, 150));
}

async function suggest(field) {
  const match = TYPED.exec(field.value.slice(0, field.selectionStart));
  if (!match) return close();
  const turn = ++asked;
  try {
    const answer = await fetch(`/mitglieder/vorschlaege/?q=${encodeURIComponent(match[1])}`, { headers: { Accept: "application/json" } });
    const members = answer.ok ? await answer.json() : [];
    if (turn === asked) members.length ? open(field, members) : close();
  } catch { close(); }
}

function open(field, members) {
  close();
  box = document.createElement("div");
  Object.assign(box, { className: "suggestions", id: "suggestions" });
  box.setAttribute("role", "listbox");
  members.forEach((member, place) => box.append(option(field, member, place)));
  field.after(box);
  // Above the field, so that what is being typed can be seen.
  box.style.insetBlockStart = `${field.offsetTop - box.offsetHeight - 4}px`;
  box.style.insetInlineStart = `${field.offsetLeft}px`;
  field.setAttribute("aria-controls", box.id);
  select(field, 0);
}

function option(field, member, place) {
  const one = document.createElement("div");
  one.id = `suggestion-${place}`;
  one.dataset.handle = member.handle;
  one.setAttribute("role", "option");
  one.append(member.name, Object.assign(document.createElement("small"), { textContent: member.standing }));
  one.onmousedown = (event) => { event.preventDefault(); choose(field, one); };
  return one;
}

function select(field, place) {
  const all = [...box.children];
  box.place = (place + all.length) % all.length;
  all.forEach((one, index) => one.setAttribute("aria-selected", index === box.place));
  field.setAttribute("aria-activedescendant", all[box.place].id);
}

function steer(event, field) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) select(field, box.place + step);
  else if (event.key === "Enter" || event.key === "Tab") choose(field, box.children[box.place]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function choose(field, one) {
  const typed = TYPED.exec(field.value.slice(0, field.selectionStart))?.[1] ?? "";
  field.setSelectionRange(field.selectionStart - typed.length, field.selectionStart);
  insert(field, `${one.dataset.handle} `);
  close();
}

function close() {
  box?.previousElementSibling?.removeAttribute("aria-activedescendant");
  box?.remove();
  box = null;
}
