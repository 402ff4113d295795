"use strict";
const form = document.querySelector("form");
const cards = Array.from(document.querySelectorAll("article"));
const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));

function fill(select, name) {
  const counts = new Map();
  for (const card of cards) {
    const value = card.dataset[name];
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  for (const value of Array.from(counts.keys()).sort()) {
    select.append(new Option(`${value} (${counts.get(value)})`, value));
  }
}

function show() {
  const wanted = new FormData(form);
  const severities = wanted.getAll("severity");
  const search = wanted.get("search").trim().toLowerCase();
  let shown = 0;
  for (const card of cards) {
    card.hidden = !(
      severities.includes(card.dataset.severity) &&
      ["", card.dataset.rule].includes(wanted.get("rule")) &&
      ["", card.dataset.file].includes(wanted.get("file")) &&
      words.get(card).includes(search)
    );
    shown += card.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  document.querySelector("output").textContent =
    shown === cards.length ? `${shown} shown` : `${shown} of ${cards.length} shown`;
}

if (cards.length) {
  fill(form.elements.rule, "rule");
  fill(form.elements.file, "file");
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
