// A capacity report: the map, the panel that says why, finding a place.
{
  const shapes = [...document.querySelectorAll("#shapes > path")];
  const shapeNumber = new Map(shapes.map((shape, n) => [shape, n]));
  const holds = (area) => area.withheld ? say("withheld") : area.governed ? visas(area.capacity) : say("no ordinance");
  let opener = null;

  function limitItem([rule, group, working, value, used, binding]) {
    const item = $("limit").content.cloneNode(true).firstElementChild;
    const [name, law] = rules[rule];
    const numbers = [value, used, value === null ? null : value - used];
    item.classList.toggle("bound", binding);
    item.querySelector("h3").textContent = name;
    item.querySelector(".verdict").textContent = say(binding ? "Binds: no visa is left under it."
      : value === null ? "No number: unknown or unlimited." : "Does not bind.");
    item.querySelector(".working").textContent = working;
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
    const held = say(text, { visas: visas(area.capacity), rate: area.rate });
    return [held, say("Alone it could hold {visas}.", { visas: visas(area.ceiling) }), ...people].join(" ");
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

  $("map").addEventListener("click", (event) => {
    if (shapeNumber.has(event.target)) open(shapeNumber.get(event.target), $("find"));
  });
  const leave = (event) => { showTip(event, ""); $("hover").removeAttribute("d"); };
  $("map").addEventListener("pointermove", (event) => {
    const n = shapeNumber.get(event.target);
    if (n === undefined || event.pointerType === "touch") { leave(event); return; }
    const area = areas[n];
    const share = area.governed && area.rate !== null ? `, ${say("{rate} per 1,000", area)}` : "";
    showTip(event, `${nameOf(area)}\n${holds(area)}${share}\n${area.binding}`);
    $("hover").setAttribute("d", event.target.getAttribute("d"));
  });
  $("map").addEventListener("pointerleave", leave);

  $("places").append(...areas.map((area) => new Option("", `${nameOf(area)} (${area.id})`)));
  function find() {
    const wanted = $("find").value.trim().toLowerCase();
    if (!wanted) return;
    const named = areas.map((area) => `${nameOf(area)} (${area.id})`.toLowerCase());
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
