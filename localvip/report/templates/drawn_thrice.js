// The maps of a comparison as elements: each area's path once, used in all of them.
const shapeNumber = new Map([...document.querySelectorAll(".shapes")].flatMap((map) => [...map.children].map((shape, n) => [shape, n])));
const numberAt = (event) => shapeNumber.get(event.target);
const pathOf = (n) => $(`s${n}`).getAttribute("d");
