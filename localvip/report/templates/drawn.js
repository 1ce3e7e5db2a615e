// The map as elements, a path for each area.
const shapes = [...document.querySelectorAll("#shapes > path")];
const shapeNumber = new Map(shapes.map((shape, n) => [shape, n]));
const numberAt = (event) => shapeNumber.get(event.target);
const pathOf = (n) => shapes[n].getAttribute("d");
