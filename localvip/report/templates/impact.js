// An impact report: a place under the pointer is marked on the map and in the table; a click finds its row.
{
  const shapes = [...document.querySelectorAll("#shapes > path")];
  const numberOf = new Map([...rows.map((row, n) => [row, n]), ...shapes.map((shape, n) => [shape, n])]);
  const mark = (n) => {
    if (n === undefined) $("hover").removeAttribute("d"); else $("hover").setAttribute("d", shapes[n].getAttribute("d"));
    rows.forEach((row, at) => row.classList.toggle("marked", at === n));
  };
  for (const part of [table.tBodies[0], $("map")]) {
    part.addEventListener("pointermove", (event) => {
      const n = numberOf.get(event.target.closest("path, tr"));
      mark(n);
      const area = part === $("map") ? areas[n] : undefined;
      showTip(event, area ? `${nameOf(area)}\n${area.told}` : "");
    });
    part.addEventListener("pointerleave", (event) => { mark(undefined); showTip(event, ""); });
  }
  $("map").addEventListener("click", (event) => {
    const n = numberOf.get(event.target);
    if (n === undefined) return;
    $("filter").value = nameOf(areas[n]);
    $("filter").dispatchEvent(new Event("input"));
    $("filter").scrollIntoView({ block: "center" });
    $("filter").focus({ preventScroll: true });
  });
}
