// A capacity report: the map, the panel that says why, finding a place.
for (const area of areas) area.rate = area.capacity === null || !area.residents ? null : tenthOf(1000 * area.capacity, area.residents);
function cellTexts(area) {
  const number = (n) => area.withheld ? say("withheld") : area.governed ? count(n) : "–";
  return [nameOf(area), area.place, count(area.residents), area.withheld ? say("withheld") : count(area.sponsors),
    number(area.ceiling), number(area.capacity), area.rate === null ? "–" : decimal(area.rate),
    area.binding || say(area.governed ? "nothing" : "no ordinance")];
}
{
  const holds = (area) => area.withheld ? say("withheld") : area.governed ? visas(area.capacity) : say("no ordinance");
  let opener = null;

  // Each series is one rule's limits, its sentence with columns for numbers (report/limit_series.py).
  const said = (part, n) => {
    const found = typeof part === "number" ? cell(part, n) : part;
    return typeof found === "number" ? count(found) : found;
  };
  function working({ words, more, value }, n) {
    const last = words.findLast((part) => typeof part === "number");
    const rest = more && cell(last, n) !== cell(value, n) ? [more[0], value, more[1]] : [];
    return [...words, ...rest].map((part) => said(part, n)).join("");
  }
  function limitsOf(n) {
    const found = data.series.flatMap((one) => {
      const at = one.at === undefined ? n : cell(one.at, n);
      if (one.own ? one.at !== undefined && !at : at === null) return [];
      const i = one.own ? n : at;
      const value = cell(one.value, i), used = cell(one.used, i), [name, law] = data.rules[one.rule];
      const binding = (value === used) !== one.odd.includes(i);
      const rank = [binding ? 0 : 1, binding && name === areas[n].binding ? 0 : 1, one.rank[binding ? 0 : 1]];
      return [{ name, law, value, used, binding, rank, group: cell(one.group, i), text: working(one, i) }];
    });
    return found.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2]);
  }
  function limitItem({ name, law, group, text, value, used, binding }) {
    const item = $("limit").content.cloneNode(true).firstElementChild;
    const numbers = [value, used, value === null ? null : value - used];
    item.classList.toggle("bound", binding);
    item.querySelector("h3").textContent = name;
    item.querySelector(".verdict").textContent = say(binding ? "Binds: no visa is left under it."
      : value === null ? "No number: unknown or unlimited." : "Does not bind.");
    item.querySelector(".working").textContent = text;
    item.querySelectorAll("dd").forEach((cell, n) => { cell.textContent = count(numbers[n]); });
    item.querySelector(".quiet").textContent = say("Group counted: {group} · {law}", { group, law });
    return item;
  }
  function summary(area) {
    if (area.withheld) return say("Its counts are withheld: it has fewer than five sponsors, or would tell of a place that has.");
    const facts = { ...area, residents: count(area.residents), sponsors: count(area.sponsors) };
    const people = [say("{residents} residents, {sponsors} sponsors. {place}, area {id}.", facts)];
    if (area.part) people.push(say("Only the part that is governed counts here: {part}.", area));
    if (!area.governed) return [say("No ordinance in force binds this place."), ...people].join(" ");
    const text = area.rate === null ? "{visas} in the split shown." : "{visas} in the split shown, {rate} per 1,000 residents.";
    const held = say(text, { visas: visas(area.capacity), rate: area.rate === null ? "" : decimal(area.rate) });
    return [held, say("Alone it could hold {visas}.", { visas: visas(area.ceiling) }), ...people].join(" ");
  }
  function open(n, from) {
    const area = areas[n];
    opener = from;
    $("why-title").textContent = `${nameOf(area)}: ${holds(area)}`;
    $("why-text").textContent = summary(area);
    $("why-limits").replaceChildren(...limitsOf(n).map(limitItem));
    $("chosen").setAttribute("d", pathOf(n));
    if (from === $("find")) reveal($("chosen"));
    $("why").hidden = false;
    $("why").scrollTop = 0;
    $("why").focus({ preventScroll: true });
  }
  function close() {
    if ($("why").hidden) return;
    $("why").hidden = true;
    $("chosen").removeAttribute("d");
    (opener === $("map") ? $("find") : opener).focus({ preventScroll: true });
  }
  $("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  $("map").addEventListener("click", (event) => {
    const n = numberAt(event);
    if (n !== undefined) open(n, $("map"));
  });
  const leave = (event) => { showTip(event, ""); $("hover").removeAttribute("d"); };
  $("map").addEventListener("pointermove", (event) => {
    const n = numberAt(event);
    if (n === undefined || event.pointerType === "touch") { leave(event); return; }
    const area = areas[n];
    const share = area.governed && area.rate !== null ? `, ${say("{rate} per 1,000", { rate: decimal(area.rate) })}` : "";
    showTip(event, `${nameOf(area)}\n${holds(area)}${share}\n${area.binding}`);
    $("hover").setAttribute("d", pathOf(n));
  });
  $("map").addEventListener("pointerleave", leave);

  const called = areas.map((area) => `${nameOf(area)} (${area.id})`);
  const named = called.map((name) => name.toLowerCase());
  const offered = 20;
  $("find").addEventListener("input", () => {
    const wanted = $("find").value.trim().toLowerCase();
    const met = [];
    for (let n = 0; wanted && n < named.length && met.length < offered; n += 1) if (named[n].includes(wanted)) met.push(called[n]);
    $("places").replaceChildren(...met.map((name) => new Option("", name)));
  });
  function find() {
    const wanted = $("find").value.trim().toLowerCase();
    if (!wanted) return;
    const tests = [(name) => name === wanted, (name) => name.endsWith(`(${wanted})`), (name) => name.includes(wanted)];
    const n = tests.map((test) => named.findIndex(test)).find((at) => at >= 0);
    if (n === undefined) tell("No place is named {name}.", { name: $("find").value }); else open(n, $("find"));
  }
  $("go").addEventListener("click", find);
  $("find").addEventListener("keydown", (event) => { if (event.key === "Enter") find(); });
  table.tBodies[0].addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) open(rowNumber.get(button.closest("tr")), button);
  });
}
