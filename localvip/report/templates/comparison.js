// A comparison: a place under the pointer, or in a row, is marked on all maps at once.
{
  const maps = [...document.querySelectorAll(".shapes")];
  const numberOf = new Map([...rows.map((row, n) => [row, n]), ...maps.flatMap((map) => [...map.children].map((shape, n) => [shape, n]))]);
  const mark = (n) => {
    for (const hover of document.querySelectorAll(".hover")) {
      if (n === undefined) hover.removeAttribute("d"); else hover.setAttribute("d", $(`s${n}`).getAttribute("d"));
    }
    rows.forEach((row, at) => row.classList.toggle("marked", at === n));
  };
  for (const part of [table.tBodies[0], ...document.querySelectorAll(".map")]) {
    part.addEventListener("pointermove", (event) => {
      const n = numberOf.get(event.target.closest("use, tr"));
      mark(n);
      const area = areas[n];
      showTip(event, area && part !== table.tBodies[0] ? `${nameOf(area)}\n${area.told}\n${area.now}` : "");
    });
    part.addEventListener("pointerleave", (event) => { mark(undefined); showTip(event, ""); });
  }
}
