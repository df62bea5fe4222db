// Signing out takes along what this browser holds of a member's unsent words; devices are shared.
const member = document.body.dataset.member;
let leaving = false;

/** Whether the member is signing out, so that nothing more may be kept here. */
export const isLeaving = () => leaving;

document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", () => {
  leaving = true;
  const own = [`draft:${member}:`, `keep:${member}:`, `asked:${member}:`];
  for (const key of Object.keys(localStorage)) {
    if (own.some((beginning) => key.startsWith(beginning))) localStorage.removeItem(key);
  }
}));

// The page for times without a network shows what waits only to whom it belongs.
if (member) localStorage.setItem("member", member);
else localStorage.removeItem("member");
