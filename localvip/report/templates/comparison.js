// A comparison: a place under the pointer, or in a row, is marked on all maps at once.
for (const area of areas) {
  area.change = area.withheld ? null : (area.after ?? 0) - (area.before ?? 0);
  area.rate = area.withheld || !area.residents ? null : tenthOf(1000 * area.change, area.residents);
}
const changeOf = (area) => area.withheld ? say("withheld") : signed(area.change);
function cellTexts(area) {
  const number = (n) => n === null ? "–" : count(n);
  const rate = area.rate === null ? "–" : `${area.rate > 0 ? "+" : ""}${decimal(area.rate)}`;
  return [nameOf(area), area.place, count(area.residents), number(area.before), number(area.after), changeOf(area), rate, area.was, area.now];
}
{
  const told = (area) => area.withheld ? say("withheld") : `${count(area.before ?? 0)} → ${count(area.after ?? 0)} (${changeOf(area)})`;
  const mark = (n) => {
    for (const hover of document.querySelectorAll(".hover")) {
      if (n === undefined) hover.removeAttribute("d"); else hover.setAttribute("d", pathOf(n));
    }
    rows.forEach((row, at) => row.classList.toggle("marked", at === n));
  };
  for (const part of [table.tBodies[0], ...document.querySelectorAll(".map")]) {
    const inTable = part === table.tBodies[0];
    part.addEventListener("pointermove", (event) => {
      const n = inTable ? rowNumber.get(event.target.closest("tr")) : numberAt(event);
      mark(n);
      showTip(event, n === undefined || inTable ? "" : `${nameOf(areas[n])}\n${told(areas[n])}\n${areas[n].now}`);
    });
    part.addEventListener("pointerleave", (event) => { mark(undefined); showTip(event, ""); });
  }
}
