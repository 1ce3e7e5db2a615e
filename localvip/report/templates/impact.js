// An impact report: a place under the pointer is marked on the map and in the table; a click finds its row.
function cellTexts(area) {
  const texts = [nameOf(area), area.place, count(area.residents)];
  for (let n = 0; `text${n}` in area; n += 1) texts.push(area[`text${n}`]);
  return texts;
}
{
  const mark = (n) => {
    if (n === undefined) $("hover").removeAttribute("d"); else $("hover").setAttribute("d", pathOf(n));
    rows.forEach((row, at) => row.classList.toggle("marked", at === n));
  };
  const leave = (event) => { mark(undefined); showTip(event, ""); };
  $("map").addEventListener("pointermove", (event) => {
    const n = numberAt(event);
    mark(n);
    showTip(event, n === undefined ? "" : `${nameOf(areas[n])}\n${areas[n].told}`);
  });
  $("map").addEventListener("pointerleave", leave);
  table.tBodies[0].addEventListener("pointermove", (event) => mark(rowNumber.get(event.target.closest("tr"))));
  table.tBodies[0].addEventListener("pointerleave", leave);
  $("map").addEventListener("click", (event) => {
    const n = numberAt(event);
    if (n === undefined) return;
    $("filter").value = nameOf(areas[n]);
    $("filter").dispatchEvent(new Event("input"));
    $("filter").scrollIntoView({ block: "center" });
    $("filter").focus({ preventScroll: true });
  });
}
