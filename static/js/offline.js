// The page for times without a network: shows what waits to be sent, and goes on when it is back.
const waiting = JSON.parse(localStorage.getItem("outbox") ?? "[]");
const list = document.querySelector("[data-unsent]");
for (const { text } of waiting) {
  list.append(Object.assign(document.createElement("li"), { className: "note", textContent: text }));
}
document.querySelector("[data-unsent-heading]").hidden = waiting.length === 0;
addEventListener("online", () => location.reload());
