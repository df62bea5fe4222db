// Asking the server as a script does: JSON answers, and the form's own token.
export function token(form = document) {
  return (form.querySelector("[name=csrfmiddlewaretoken]")
    ?? document.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "";
}

/** Post fields; return {status, body, wait} and throw only where no answer came. */
export async function post(url, fields, form = document, timeout = 15000) {
  const answer = await fetch(url, {
    method: "POST",
    body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    headers: { Accept: "application/json", "X-CSRFToken": token(form) },
    credentials: "same-origin",
    signal: AbortSignal.timeout(timeout),
  });
  const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  return { status: answer.status, body, wait: Number(answer.headers.get("retry-after") ?? 0) };
}
