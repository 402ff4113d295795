"use strict";
const form = document.querySelector("form");
const sections = Array.from(document.querySelectorAll("section"));
const texts = new Map(sections.map((section) => [section, section.textContent.toLowerCase()]));
const links = Array.from(document.querySelectorAll("nav a"));

function show() {
  const wanted = new FormData(form);
  const search = wanted.get("search").trim().toLowerCase();
  for (const section of sections) {
    section.hidden =
      !texts.get(section).includes(search) ||
      (wanted.has("broken") && !section.hasAttribute("data-broken"));
  }
  for (const link of links) {
    link.hidden = document.getElementById(link.hash.slice(1)).hidden;
  }
  const shown = links.filter((link) => !link.hidden).length;
  document.querySelector("output").textContent =
    shown === links.length ? `${shown} shown` : `${shown} of ${links.length} shown`;
}

if (links.length > 1) {
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
