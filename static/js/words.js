// The words that the page gives its scripts; no module has words of its own.
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const plural = new Intl.PluralRules(document.documentElement.lang || "de");

/** Return the words of a key; `count` chooses the plural form, `{name}` is filled in. */
export function say(key, values = {}) {
  const form = "count" in values ? words[`${key}.${plural.select(values.count)}`] : undefined;
  const text = form ?? words[key] ?? words[`${key}.other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
