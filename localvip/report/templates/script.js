// Everything below only adds to a page that is complete without it. Texts are set by textContent alone.
const $ = (id) => document.getElementById(id);
async function opened(holder) {
  if (!("packed" in holder.dataset)) return JSON.parse(holder.textContent);
  const bytes = Uint8Array.from(atob(holder.textContent), (sign) => sign.codePointAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}
const data = await opened($("data"));
const { columns, language, words } = data;

// A column is a list, digits, one cell for all, the places of texts, or follows from another (report/columns.py).
const cents = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, roundingMode: "halfEven" });
const short = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const cell = (number, n) => {
  const column = columns[number];
  if (typeof column === "string") return Number(column[n]);
  if (Array.isArray(column)) return column[n];
  if (column.but && n in column.but) return column.but[n];
  if ("all" in column) return column.all;
  if (column.texts) return column.texts[column.at[n]];
  const base = cell(column.of, n);
  if (!column.times || base === null) return base;
  const top = base * column.times[0], bottom = column.times[1];
  if (column.whole || top % bottom === 0) return (top - top % bottom) / bottom;
  return (top * 100 % bottom === 0 ? short : cents).format(top / bottom);
};
const keys = Object.entries(data.areas.keys);
const areas = Array.from({ length: data.areas.rows }, (_, n) => Object.fromEntries(keys.map(([key, number]) => [key, cell(number, n)])));

// Every text that a reader sees goes through say(): "words" has it in the page's language.
const say = (text, values = {}) => (words[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => values[name]);
const whole = new Intl.NumberFormat(language);
const count = (n) => n === null ? say("unknown") : whole.format(n).replace("-", "−");
const decimal = (n) => tenths.format(n).replace("-", "−");
function tenthOf(top, bottom) {  // half to even, as the tables beside the page have it
  const tens = 10 * Math.abs(top), rest = tens % bottom, down = (tens - rest) / bottom;
  return Math.sign(top) * (down + (2 * rest > bottom || (2 * rest === bottom && down % 2) ? 1 : 0)) / 10 || 0;
}
const signed = (n) => n > 0 ? `+${count(n)}` : count(n);
const visas = (n) => n === null ? say("an unknown number of visas")
  : say((language === "fr" ? n < 2 : n === 1) ? "{n} visa" : "{n} visas", { n: count(n) });
const nameOf = (area) => area.name || area.id;
const tell = (text, values) => { $("live").textContent = say(text, values); };
const table = $("area-table");
const rows = [...table.tBodies[0].rows];  // by area; those of a long table are made when they are shown
const written = rows.length;
const rowNumber = new Map(rows.map((row, n) => [row, n]));
function rowOf(n) {
  if (!rows[n]) {
    rows[n] = rows[0].cloneNode(true);
    rows[n].className = "";
    const texts = cellTexts(areas[n]);  // of the page's own script
    [...rows[n].cells].forEach((part, at) => { (part.firstElementChild ?? part).textContent = texts[at]; });
    rowNumber.set(rows[n], n);
  }
  return rows[n];
}

// The table: filter, first rows, order
{
  const few = Number(table.dataset.shown);
  const searched = table.dataset.searched.split(" ");
  const many = 5000;  // so many rows at a time
  let most = few, met = 0;
  let order = areas.map((_, n) => n);
  const lay = () => {
    const wanted = $("filter").value.trim().toLowerCase();
    const body = document.createDocumentFragment();
    met = 0;
    for (const n of order) {
      const out = !searched.some((key) => areas[n][key].toLowerCase().includes(wanted));
      const past = !out && met >= most;
      met += out ? 0 : 1;
      if ((out || past) && written < areas.length) continue;  // a short table keeps all its rows, for paper
      const row = rowOf(n);
      row.classList.toggle("out", out);
      row.classList.toggle("past", past);
      body.append(row);
    }
    table.tBodies[0].replaceChildren(body);
    $("all").hidden = met <= few;
    $("all").textContent = most >= met ? say("Show the first {n}", { n: few })
      : say(met <= many ? "Show all {n}" : "Show {n} more", { n: count(Math.min(met, many)) });
    if ($("rest")) {
      $("rest").parentElement.hidden = met <= most;
      $("rest").textContent = say("{n} of {all} areas are shown here.", { n: count(Math.min(most, met)), all: count(met) });
    }
    return met;
  };
  const sort = (head) => {
    const key = head.dataset.key;
    const before = head.getAttribute("aria-sort");
    const down = before === "ascending" || (!before && head.classList.contains("n"));
    const value = (n) => areas[n][key];
    const compare = new Intl.Collator(language).compare;
    const inOrder = (a, b) => typeof a === "number" ? a - b : compare(a, b);
    const every = areas.map((_, n) => n);
    const known = every.filter((n) => value(n) !== null).sort((a, b) => inOrder(value(a), value(b)) * (down ? -1 : 1));
    order = [...known, ...every.filter((n) => value(n) === null)];
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
  const more = () => { most = most >= met ? few : met <= many ? Infinity : most + many; lay(); };
  $("filter").addEventListener("input", () => tell("{n} of {all} areas.", { n: count(lay()), all: count(areas.length) }));
  $("all").addEventListener("click", more);
  document.documentElement.classList.add("js");
  for (const part of document.querySelectorAll(".tools, .find, .for-script")) part.hidden = false;
  lay();
  if (location.hash === "#all-rows" && written < areas.length) queueMicrotask(more);  // a PDF has them all
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
