"use strict";
// Everything below only adds to a page that is complete without it. Texts are set by textContent alone.
const $ = (id) => document.getElementById(id);
const { areas, limits, rules, language, words } = JSON.parse($("data").textContent);
// Every text that a reader sees goes through say(): "words" has it in the page's language.
const say = (text, values = {}) => (words[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => values[name]);
const count = (n) => n === null ? say("unknown") : n.toLocaleString(language).replace("-", "−");
const signed = (n) => n > 0 ? `+${count(n)}` : count(n);
const visas = (n) => n === null ? say("an unknown number of visas")
  : say((language === "fr" ? n < 2 : n === 1) ? "{n} visa" : "{n} visas", { n: count(n) });
const nameOf = (area) => area.name || area.id;
const tell = (text, values) => { $("live").textContent = say(text, values); };
const table = $("area-table");
const rows = [...table.tBodies[0].rows];
const rowNumber = new Map(rows.map((row, n) => [row, n]));

// The table: filter, first rows, order
{
  const most = Number(table.dataset.shown);
  const searched = table.dataset.searched.split(" ");
  let all = false;
  const lay = () => {
    const wanted = $("filter").value.trim().toLowerCase();
    let met = 0;
    for (const row of table.tBodies[0].rows) {
      const area = areas[rowNumber.get(row)];
      const out = !searched.some((key) => area[key].toLowerCase().includes(wanted));
      row.classList.toggle("out", out);
      row.classList.toggle("past", !out && !all && met >= most);
      met += out ? 0 : 1;
    }
    $("all").hidden = met <= most;
    $("all").textContent = all ? say("Show the first {n}", { n: most }) : say("Show all {n}", { n: count(met) });
    return met;
  };
  const number = (text) => Number(text.replace(/[,\u202f](?=\d{3})/g, "").replace(",", "."));
  const sort = (head) => {
    const key = head.dataset.key;
    const before = head.getAttribute("aria-sort");
    const down = before === "ascending" || (!before && head.classList.contains("n"));
    const value = (row) => {
      const found = areas[rowNumber.get(row)][key];
      return key === "rate" && typeof found === "string" ? number(found) : found;
    };
    const order = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, language);
    const known = rows.filter((row) => value(row) !== null).sort((a, b) => order(value(a), value(b)) * (down ? -1 : 1));
    table.tBodies[0].append(...known, ...rows.filter((row) => value(row) === null));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    lay();
    tell(down ? "Sorted by {column}, falling." : "Sorted by {column}, rising.", { column: head.textContent });
  };
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
  }
  $("filter").addEventListener("input", () => tell("{n} of {all} areas.", { n: count(lay()), all: count(areas.length) }));
  $("all").addEventListener("click", () => { all = !all; lay(); });
  document.documentElement.classList.add("js");
  for (const part of document.querySelectorAll(".tools, .find, .for-script")) part.hidden = false;
  lay();
}

// The words beside the pointer
const showTip = (event, text) => {
  const tip = $("tip");
  tip.hidden = !text || event.pointerType === "touch";
  if (tip.hidden) return;
  tip.textContent = text;
  const right = event.pageX + 16 + tip.offsetWidth > document.documentElement.clientWidth;
  tip.style.left = `${right ? event.pageX - 16 - tip.offsetWidth : event.pageX + 16}px`;
  tip.style.top = `${event.pageY + 16}px`;
};
