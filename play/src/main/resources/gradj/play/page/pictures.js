// Pictures on canvases.

const CLASSES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7f3c8d', '#a5aa99', '#f2b701', '#3969ac'];

export const classColour = k => CLASSES[k % CLASSES.length];

/** Bytes of a text in base 64, with or without a sign. */
export function bytes(text, isSigned = false) {
  const raw = atob(text);
  const all = isSigned ? new Int8Array(raw.length) : new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) all[i] = raw.charCodeAt(i);
  return all;
}

const rgb = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));

/** The classes of the plane, paler where the net is less sure, and the points: test points are rings. */
export function drawMap(canvas, map, plane) {
  const side = Math.sqrt(map.length / 2);
  const small = new OffscreenCanvas(side, side);
  const pixels = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    const sure = Math.max(0, map[2 * i + 1] / 255 - 0.3) / 0.7 * 0.75;
    rgb(classColour(map[2 * i])).forEach((c, k) => { pixels.data[4 * i + k] = 255 - sure * (255 - c); });
    pixels.data[4 * i + 3] = 255;
  }
  small.getContext('2d').putImageData(pixels, 0, 0);
  const draw = canvas.getContext('2d');
  draw.imageSmoothingEnabled = true;
  draw.drawImage(small, 0, 0, canvas.width, canvas.height);
  const at = (x, y) => [(x / plane.half + 1) / 2 * canvas.width, (1 - y / plane.half) / 2 * canvas.height];
  for (const [points, classes, isTest] of [[plane.train, plane.trainClasses, false], [plane.test, plane.testClasses, true]]) {
    for (let i = 0; i < classes.length; i++) {
      const [x, y] = at(points[2 * i], points[2 * i + 1]);
      draw.beginPath();
      draw.arc(x, y, isTest ? 3.2 : 2.8, 0, 7);
      draw.fillStyle = isTest ? '#ffffff' : classColour(classes[i]);
      draw.strokeStyle = isTest ? classColour(classes[i]) : '#ffffff';
      draw.lineWidth = isTest ? 1.8 : 0.8;
      draw.fill();
      draw.stroke();
    }
  }
}

/** Signed numbers: blue below 0, orange above, white at 0. */
function diverging(value) {
  const part = Math.min(1, Math.abs(value) / 127);
  const end = value < 0 ? [0, 90, 181] : [220, 90, 0];
  return end.map(c => Math.round(255 - part * (255 - c)));
}

/** A matrix as a picture, a square of each element. */
export function drawMatrix(canvas, rows, columns, values) {
  canvas.width = columns;
  canvas.height = rows;
  const image = new ImageData(columns, rows);
  for (let i = 0; i < values.length; i++) image.data.set([...diverging(values[i]), 255], 4 * i);
  canvas.getContext('2d').putImageData(image, 0, 0);
  const cell = Math.max(1, Math.min(24, Math.floor(280 / Math.max(rows, columns))));
  canvas.style.width = columns * cell + 'px';
  canvas.style.height = rows * cell + 'px';
}

/** What a unit takes of each pixel: a column of the first weights as an image. */
export function drawUnit(canvas, side, columns, unit, values) {
  canvas.width = canvas.height = side;
  const image = new ImageData(side, side);
  let largest = 1;
  for (let i = 0; i < side * side; i++) largest = Math.max(largest, Math.abs(values[i * columns + unit]));
  for (let i = 0; i < side * side; i++) image.data.set([...diverging(127 * values[i * columns + unit] / largest), 255], 4 * i);
  canvas.getContext('2d').putImageData(image, 0, 0);
  canvas.style.width = canvas.style.height = '56px';
}

/** A grey image, light on dark. */
export function drawImage(canvas, side, grey) {
  canvas.width = canvas.height = side;
  const image = new ImageData(side, side);
  for (let i = 0; i < grey.length; i++) image.data.set([grey[i], grey[i], grey[i], 255], 4 * i);
  canvas.getContext('2d').putImageData(image, 0, 0);
}

export function drawHistogram(canvas, counts) {
  canvas.width = 240;
  canvas.height = 90;
  const draw = canvas.getContext('2d');
  const most = Math.max(...counts, 1);
  draw.fillStyle = getComputedStyle(canvas).getPropertyValue('color');
  counts.forEach((count, i) => {
    const height = count === 0 ? 0 : Math.max(1, 88 * Math.sqrt(count / most));
    draw.fillRect(i * 240 / counts.length, 90 - height, 240 / counts.length - 1, height);
  });
}
