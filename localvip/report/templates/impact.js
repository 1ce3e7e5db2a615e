// An impact report: a place under the pointer is marked on the map and in the table; a click finds its row.
function cellTexts(area) {
  const texts = [nameOf(area), area.place, count(area.residents)];
  for (let n = 0; `text${n}` in area; n += 1) texts.push(area[`text${n}`]);
  return texts;
}
{
  const shapes = [...document.querySelectorAll("#shapes > path")];
  const shapeNumber = new Map(shapes.map((shape, n) => [shape, n]));
  const mark = (n) => {
    if (n === undefined) $("hover").removeAttribute("d"); else $("hover").setAttribute("d", shapes[n].getAttribute("d"));
    rows.forEach((row, at) => row.classList.toggle("marked", at === n));
  };
  for (const part of [table.tBodies[0], $("map")]) {
    part.addEventListener("pointermove", (event) => {
      const under = event.target.closest("path, tr");
      const n = shapeNumber.get(under) ?? rowNumber.get(under);
      mark(n);
      const area = part === $("map") ? areas[n] : undefined;
      showTip(event, area ? `${nameOf(area)}\n${area.told}` : "");
    });
    part.addEventListener("pointerleave", (event) => { mark(undefined); showTip(event, ""); });
  }
  $("map").addEventListener("click", (event) => {
    const n = shapeNumber.get(event.target);
    if (n === undefined) return;
    $("filter").value = nameOf(areas[n]);
    $("filter").dispatchEvent(new Event("input"));
    $("filter").scrollIntoView({ block: "center" });
    $("filter").focus({ preventScroll: true });
  });
}
