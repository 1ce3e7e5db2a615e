// A comparison: a place under the pointer, or in a row, is marked on all maps at once.
const changeOf = (area) => area.withheld ? say("withheld") : signed(area.change);
function cellTexts(area) {
  const number = (n) => n === null ? "–" : count(n);
  const rate = area.rate === null ? "–" : `${area.rate > 0 ? "+" : ""}${decimal(area.rate)}`;
  return [nameOf(area), area.place, count(area.residents), number(area.before), number(area.after), changeOf(area), rate, area.was, area.now];
}
{
  const maps = [...document.querySelectorAll(".shapes")];
  const shapeNumber = new Map(maps.flatMap((map) => [...map.children].map((shape, n) => [shape, n])));
  const told = (area) => area.withheld ? say("withheld") : `${count(area.before ?? 0)} → ${count(area.after ?? 0)} (${changeOf(area)})`;
  const mark = (n) => {
    for (const hover of document.querySelectorAll(".hover")) {
      if (n === undefined) hover.removeAttribute("d"); else hover.setAttribute("d", $(`s${n}`).getAttribute("d"));
    }
    rows.forEach((row, at) => row.classList.toggle("marked", at === n));
  };
  for (const part of [table.tBodies[0], ...document.querySelectorAll(".map")]) {
    part.addEventListener("pointermove", (event) => {
      const under = event.target.closest("use, tr");
      const n = shapeNumber.get(under) ?? rowNumber.get(under);
      mark(n);
      const area = areas[n];
      showTip(event, area && part !== table.tBodies[0] ? `${nameOf(area)}\n${told(area)}\n${area.now}` : "");
    });
    part.addEventListener("pointerleave", (event) => { mark(undefined); showTip(event, ""); });
  }
}
