"use strict";
const form = document.querySelector("form");
const home = document.getElementById("findings");
const cards = Array.from(home.querySelectorAll("article"));
const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
let sections = Array.from(home.querySelectorAll("section"));
let grouped = "file";

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

// The cards are in the order of the page: worst first in each file, the worst files first.
function group(name) {
  if (name === grouped) return;
  grouped = name;
  const byValue = new Map();
  for (const card of cards) {
    const value = card.dataset[name] || "no object";
    if (!byValue.has(value)) byValue.set(value, []);
    byValue.get(value).push(card);
  }
  const rank = { error: 0, warning: 1, note: 2 };
  const worst = (found) => Math.min(...found.map((card) => rank[card.dataset.severity]));
  const ordered = Array.from(byValue).sort((a, b) => worst(a[1]) - worst(b[1]));
  sections = ordered.map(([value, found]) => {
    const section = document.createElement("section");
    const heading = document.createElement("h2");
    heading.textContent = value;
    section.append(heading, ...found);
    return section;
  });
  home.replaceChildren(...sections);
}

function show() {
  const wanted = new FormData(form);
  const severities = wanted.getAll("severity");
  const search = wanted.get("search").trim().toLowerCase();
  const [rule, file, fixable] = ["rule", "file", "fixable"].map((name) => wanted.get(name) || "");
  group(wanted.get("group"));
  let shown = 0;
  for (const card of cards) {
    const data = card.dataset;
    const fits = severities.includes(data.severity) && (!rule || rule === data.rule) &&
      (!file || file === data.file) && (!fixable || data.fixable === "yes") &&
      words.get(card).includes(search);
    if (card.hidden === fits) card.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  for (const section of sections) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  document.querySelector("output").textContent =
    shown === cards.length ? `${shown} shown` : `${shown} of ${cards.length} shown`;
}

// The filters are in the address, so that a view can be sent to somebody.
function keep() {
  const wanted = new URLSearchParams();
  for (const box of form.elements.severity.length ? form.elements.severity : [form.elements.severity]) {
    if (!box.checked) wanted.append("without", box.value);
  }
  for (const name of ["rule", "file", "search"]) {
    if (form.elements[name].value) wanted.set(name, form.elements[name].value);
  }
  if (form.elements.group.value !== "file") wanted.set("group", form.elements.group.value);
  if (form.elements.fixable.checked) wanted.set("fixable", "yes");
  const text = wanted.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function restore() {
  if (location.hash.startsWith("#rule-")) {
    const page = document.getElementById(location.hash.slice(1));
    if (page) page.open = true;
    return;
  }
  const wanted = new URLSearchParams(location.hash.slice(1));
  form.reset();
  for (const box of form.querySelectorAll("input[name=severity]")) {
    box.checked = !wanted.getAll("without").includes(box.value);
  }
  for (const name of ["rule", "file", "search", "group"]) {
    if (wanted.has(name)) form.elements[name].value = wanted.get(name);
  }
  form.elements.fixable.checked = wanted.has("fixable");
  show();
}

function change() {
  show();
  keep();
}

if (cards.length) {
  fill(form.elements.rule, "rule");
  fill(form.elements.file, "file");
  form.hidden = false;
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(change));
  addEventListener("hashchange", restore);
  show();
  restore();
}
