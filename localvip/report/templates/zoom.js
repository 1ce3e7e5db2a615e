// Zoom: the land of every map moves in its frame. A map that starts on a part of the region can show all of it.
const grounds = [...document.querySelectorAll(".ground")];
const [ground] = grounds;
const home = ground.getAttribute("viewBox").split(" ").map(Number);
const land = ground.dataset.whole.split(" ").map(Number);
const most = Math.max(1, land[2] / home[2], land[3] / home[3]);
const least = 1 / 64;
let view = home;
const middle = () => [view[0] + view[2] / 2, view[1] + view[3] / 2];
const landOf = (map) => map.querySelector(".ground > g");
const spotOf = (event, map) => new DOMPoint(event.clientX, event.clientY).matrixTransform(landOf(map).getScreenCTM().inverse());
function look(next) {
  view = next;
  for (const each of grounds) {
    each.setAttribute("viewBox", view.join(" "));
    each.ownerSVGElement.style.setProperty("--z", view[2] / home[2]);
    each.ownerSVGElement.classList.toggle("zoomed", view !== home);
  }
  $("map").dispatchEvent(new Event("zoomed"));
}
function lookAt(x, y, size) {  // size: in lengths of the first view
  const part = Math.min(most, Math.max(size, least));
  const inside = (at, side, low, length) => side >= length ? low + length / 2 : Math.min(Math.max(at, low + side / 2), low + length - side / 2);
  const [wide, high] = [home[2] * part, home[3] * part];
  look([inside(x, wide, land[0], land[2]) - wide / 2, inside(y, high, land[1], land[3]) - high / 2, wide, high]);
}
function zoomBy(factor, [x, y] = middle()) {
  lookAt(x + (middle()[0] - x) * factor, y + (middle()[1] - y) * factor, factor * view[2] / home[2]);
}
function reveal(path) {  // moves to a place that isn't seen, and nearer to a small one
  const box = path.getBBox(), scale = 1 / (data.detail ?? 1);
  const [x, y] = [(box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale];
  const seen = x > view[0] && x < view[0] + view[2] && y > view[1] && y < view[1] + view[3];
  const size = 12 * scale * Math.max(box.width / home[2], box.height / home[3]);
  if (!seen || size < view[2] / home[2] / 4) lookAt(x, y, Math.min(size, view[2] / home[2]));
}
{
  const controls = document.querySelector(".zoom");
  const [closer, farther, first] = controls.querySelectorAll("button");
  closer.addEventListener("click", () => zoomBy(1 / 2));
  farther.addEventListener("click", () => zoomBy(2));
  first.addEventListener("click", () => look(home));
  controls.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    lookAt(middle()[0] + step[0] * view[2] / 4, middle()[1] + step[1] * view[3] / 4, view[2] / home[2]);
  });
  $("map").addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;  // without it, the page scrolls
    event.preventDefault();
    const spot = spotOf(event, $("map"));
    zoomBy(event.deltaY > 0 ? 1.25 : 0.8, [spot.x, spot.y]);
  }, { passive: false });
  let held = null, moved = false;
  $("map").addEventListener("pointerdown", (event) => {
    moved = false;
    held = event.pointerType !== "touch" && view[2] < land[2] ? { x: event.clientX, y: event.clientY, middle: middle() } : null;
  });
  $("map").addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) { held = null; return; }
    const scale = $("over").getScreenCTM().a, x = event.clientX - held.x, y = event.clientY - held.y;
    moved ||= Math.hypot(x, y) > 5;
    if (moved) lookAt(held.middle[0] - x / scale, held.middle[1] - y / scale, view[2] / home[2]);
  });
  $("map").addEventListener("click", (event) => { if (moved) event.stopImmediatePropagation(); moved = false; });
  controls.hidden = false;
}
