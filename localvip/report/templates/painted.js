// Maps of very many areas: each painted on a canvas that lies under its drawing of outlines and names.
const pathOf = (n) => cell(data.paths, n);
const layerShown = () => document.querySelector(".layers input:checked").id.slice("show-".length);
const lands = {};  // by layer: the land of each class as one path
const landsOf = (layer) => lands[layer] ??= (() => {
  const texts = new Map();
  areas.forEach((_, n) => {
    const mark = cell(data.marks[layer], n);
    if (!texts.has(mark)) texts.set(mark, []);
    texts.get(mark).push(pathOf(n));
  });
  return [...texts].map(([mark, paths]) => [mark, new Path2D(paths.join(""))]);
})();
const probe = $("map").appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
const styleOf = (names) => { probe.setAttribute("class", names); return getComputedStyle(probe); };

// Hatching as in the drawn map: lines at the angles of a class, or dots where the style sheet breaks them.
function hatch(pen, mark, angle) {
  const gap = 7 * devicePixelRatio;
  const tile = new OffscreenCanvas(gap, gap);
  const lines = tile.getContext("2d");
  const style = styleOf(`t ${mark}`);
  lines.fillStyle = style.stroke;
  lines.globalAlpha = Number(style.strokeOpacity);
  const dots = style.strokeDasharray !== "none";
  lines.fillRect(0, 0, dots ? gap / 3 : gap, dots ? gap / 3 : devicePixelRatio);
  const pattern = pen.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().rotate(angle));
  return pattern;
}
const canvases = [...document.querySelectorAll(".paint")];
const paint = () => canvases.forEach(paintOne);
function paintOne(canvas) {  // a canvas with a layer of its own shows that one, always
  const map = canvas.nextElementSibling, pen = canvas.getContext("2d");
  const box = map.getBoundingClientRect(), matrix = landOf(map).getScreenCTM(), ratio = devicePixelRatio;
  canvas.width = Math.round(box.width * ratio);
  canvas.height = Math.round(box.height * ratio);
  const scale = matrix.a * ratio / data.detail;
  const x = (matrix.e - box.left) * ratio, y = (matrix.f - box.top) * ratio;
  const frame = map.getScreenCTM().a * ratio;
  pen.beginPath();
  pen.rect(0, 0, home[2] * frame, home[3] * frame);
  pen.clip();
  for (const [mark, places] of landsOf(canvas.dataset.layer ?? layerShown())) {
    const here = new Path2D();
    here.addPath(places, new DOMMatrix([scale, 0, 0, scale, x, y]));
    pen.fillStyle = styleOf(`a ${mark}`).fill;
    pen.fill(here, "evenodd");
    for (const angle of data.hatched[mark] ?? []) {
      pen.fillStyle = hatch(pen, mark, angle);
      pen.fill(here, "evenodd");
    }
    if (scale * data.detail < ratio) continue;  // borders are seen only from near
    pen.strokeStyle = styleOf(`a ${mark}`).stroke;
    pen.stroke(here);
  }
  probe.removeAttribute("class");
}
let waiting = 0;
const paintSoon = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(paint); };
const resized = new ResizeObserver(paintSoon);
for (const canvas of canvases) resized.observe(canvas.nextElementSibling);
$("map").addEventListener("zoomed", paintSoon);
for (const input of document.querySelectorAll(".layers input")) input.addEventListener("change", paintSoon);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintSoon);
matchMedia("print").addEventListener("change", paint);

// Which area is under the pointer: first which group of neighbours in the table, then which of these.
const group = 256;
const groups = [];
const flat = new OffscreenCanvas(1, 1).getContext("2d");
function numberAt(event) {
  const spot = spotOf(event, event.currentTarget);
  const holds = (path) => flat.isPointInPath(path, spot.x * data.detail, spot.y * data.detail, "evenodd");
  for (let first = 0; first < areas.length; first += group) {
    const last = Math.min(first + group, areas.length);
    const numbers = Array.from({ length: last - first }, (_, n) => first + n);
    groups[first] ??= new Path2D(numbers.map(pathOf).join(""));
    const found = holds(groups[first]) ? numbers.find((n) => holds(new Path2D(pathOf(n)))) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
