// Copying an address: a button with data-copy shows itself where the browser lets pages copy.
import { announce } from "./status.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // no secure line
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      done(button, button.dataset.copied);
    } catch {
      field.select(); // the keys for copying do the rest
    }
  });
}

function done(button, words) {
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = words;
  announce(words);
  setTimeout(() => { label.textContent = before; }, 3000);
}
