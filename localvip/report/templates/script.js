"use strict";
// Everything below only adds to a page that is complete without it. Texts are set by textContent alone.
(() => {
  const $ = (id) => document.getElementById(id);
  const { areas, limits, rules } = JSON.parse($("data").textContent);
  const shapes = [...document.querySelectorAll("#shapes > path")];
  const table = $("area-table");
  const rows = [...table.tBodies[0].rows];
  const numberOf = new Map([...rows, ...shapes].map((node, n) => [node, n % areas.length]));
  const count = (n) => n === null ? "unknown" : n.toLocaleString("en").replace("-", "−");
  const visas = (n) => n === null ? "an unknown number of visas" : `${count(n)} visa${n === 1 ? "" : "s"}`;
  const holds = (area) => area.governed ? visas(area.capacity) : "no ordinance";
  const say = (text) => { $("live").textContent = text; };
  const nameOf = (area) => area.name || area.id;
  let opener = null;

  // The panel
  function limitItem([rule, group, working, value, used, binding]) {
    const item = $("limit").content.cloneNode(true).firstElementChild;
    const [name, law] = rules[rule];
    const numbers = [value, used, value === null ? null : value - used];
    item.classList.toggle("bound", binding);
    item.querySelector("h3").textContent = name;
    item.querySelector(".verdict").textContent =
      binding ? "Binds: no visa is left under it." : value === null ? "No number: unknown or unlimited." : "Does not bind.";
    item.querySelector(".working").textContent = working;
    item.querySelectorAll("dd").forEach((cell, n) => { cell.textContent = count(numbers[n]); });
    item.querySelector(".quiet").textContent = `Group counted: ${group} · ${law}`;
    return item;
  }
  function summary(area) {
    const people = `${count(area.residents)} residents, ${count(area.sponsors)} sponsors. ${area.place}, area ${area.id}.${area.part ? ` Only the part that is governed counts here: ${area.part}.` : ""}`;
    if (!area.governed) return `No ordinance in force binds this place. ${people}`;
    const share = area.rate === null ? "" : `, ${area.rate} per 1,000 residents`;
    return `${visas(area.capacity)} in the split shown${share}. Alone it could hold ${visas(area.ceiling)}. ${people}`;
  }
  function open(n, from) {
    const area = areas[n];
    opener = from;
    $("why-title").textContent = `${nameOf(area)}: ${holds(area)}`;
    $("why-text").textContent = summary(area);
    $("why-limits").replaceChildren(...area.limits.map((each) => limitItem(limits[each])));
    $("chosen").setAttribute("d", shapes[n].getAttribute("d"));
    $("why").hidden = false;
    $("why").scrollTop = 0;
    $("why").focus({ preventScroll: true });
  }
  function close() {
    if ($("why").hidden) return;
    $("why").hidden = true;
    $("chosen").removeAttribute("d");
    if (opener) opener.focus({ preventScroll: true });
  }
  $("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  // The map
  const tip = $("tip");
  $("map").addEventListener("click", (event) => { if (numberOf.has(event.target)) open(numberOf.get(event.target), $("find")); });
  $("map").addEventListener("pointermove", (event) => {
    const n = numberOf.get(event.target);
    tip.hidden = n === undefined || event.pointerType === "touch";
    if (tip.hidden) { $("hover").removeAttribute("d"); return; }
    const area = areas[n];
    const share = area.governed && area.rate !== null ? `, ${area.rate} per 1,000` : "";
    tip.textContent = `${nameOf(area)}\n${holds(area)}${share}\n${area.binding}`;
    $("hover").setAttribute("d", event.target.getAttribute("d"));
    const right = event.pageX + 16 + tip.offsetWidth > document.documentElement.clientWidth;
    tip.style.left = `${right ? event.pageX - 16 - tip.offsetWidth : event.pageX + 16}px`;
    tip.style.top = `${event.pageY + 16}px`;
  });
  $("map").addEventListener("pointerleave", () => { tip.hidden = true; $("hover").removeAttribute("d"); });

  // Find a place
  $("places").append(...areas.map((area) => new Option("", `${nameOf(area)} (${area.id})`)));
  function find() {
    const wanted = $("find").value.trim().toLowerCase();
    if (!wanted) return;
    const named = areas.map((area) => `${nameOf(area)} (${area.id})`.toLowerCase());
    const tests = [(name) => name === wanted, (name) => name.endsWith(`(${wanted})`), (name) => name.includes(wanted)];
    const n = tests.map((test) => named.findIndex(test)).find((at) => at >= 0);
    if (n === undefined) say(`No place is named ${$("find").value}.`); else open(n, $("find"));
  }
  $("go").addEventListener("click", find);
  $("find").addEventListener("keydown", (event) => { if (event.key === "Enter") find(); });

  // The table: filter, first rows, order
  const most = Number(table.dataset.shown);
  let all = false;
  function lay() {
    const wanted = $("filter").value.trim().toLowerCase();
    let met = 0;
    for (const row of table.tBodies[0].rows) {
      const area = areas[numberOf.get(row)];
      const texts = [area.name, area.id, area.place, area.binding];
      const out = !texts.some((text) => text.toLowerCase().includes(wanted));
      row.classList.toggle("out", out);
      row.classList.toggle("past", !out && !all && met >= most);
      met += out ? 0 : 1;
    }
    $("all").hidden = met <= most;
    $("all").textContent = all ? `Show the first ${most}` : `Show all ${count(met)}`;
    return met;
  }
  function sort(head) {
    const key = head.dataset.key;
    const before = head.getAttribute("aria-sort");
    const down = before === "ascending" || (!before && head.classList.contains("n"));
    const value = (row) => {
      const found = areas[numberOf.get(row)][key];
      return key === "rate" && found !== null ? Number(found.replace(/,/g, "")) : found;
    };
    const order = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b);
    const known = rows.filter((row) => value(row) !== null).sort((a, b) => order(value(a), value(b)) * (down ? -1 : 1));
    table.tBodies[0].append(...known, ...rows.filter((row) => value(row) === null));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    lay();
    say(`Sorted by ${head.textContent}, ${down ? "falling" : "rising"}.`);
  }
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
  }
  table.tBodies[0].addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) open(numberOf.get(button.closest("tr")), button);
  });
  $("filter").addEventListener("input", () => { const met = lay(); say(`${count(met)} of ${count(areas.length)} areas.`); });
  $("all").addEventListener("click", () => { all = !all; lay(); });
  document.documentElement.classList.add("js");
  for (const part of document.querySelectorAll(".tools, .find, .for-script")) part.hidden = false;
  lay();
})();
