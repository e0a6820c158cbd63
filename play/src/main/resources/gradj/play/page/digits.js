// Digits drawn by hand, and how a net reads them.
import { RemoteNet } from './server.js';
import { say, percent, onLanguage } from './words.js';
import { bytes, drawImage, drawUnit } from './pictures.js';

const $ = id => document.getElementById(id);

const SETTINGS = { data: 'digits', hidden: [50], activation: 'relu', optimizer: 'momentum', learningRate: 0.05, batchSize: 100 };
const STEPS = 600; // ten epochs of the digits that the program draws
const PEN = 20;

export function startDigits() {
  const pad = $('pad');
  const draw = pad.getContext('2d', { willReadFrequently: true });
  let begun = null;
  let frame = null;
  let last = null;
  let reading = null;
  let file = null;
  let until = STEPS;

  const net = new RemoteNet(SETTINGS, begin => { begun = begin; last = begin.curve.at(-1); }, update => {
    frame = update.frame;
    last = update.points.at(-1) ?? last;
    if (frame.iteration >= until && frame.state === 'RUNNING') attempt(() => net.ask('pause'));
    show();
  });

  async function attempt(work) {
    $('digits-error').textContent = '';
    try {
      await work();
    } catch (problem) {
      $('digits-error').textContent = problem.message;
    }
  }

  function show() {
    if (!frame) return;
    const isLearning = frame.state === 'RUNNING';
    $('digits-state').textContent = file && frame.iteration === 0
      ? say('loaded', file)
      : say(isLearning ? 'learning' : 'ready', frame.iteration, last ? percent(last.testAccuracy) : '–');
    $('digits-state').dataset.state = frame.state;
    $('digits-state').dataset.iteration = frame.iteration;
    if (frame.message) $('digits-error').textContent = frame.message;
    showUnits();
    if (isLearning && reading) read();
  }

  function showUnits() {
    const first = frame.parameters[0];
    const side = begun.imageSide;
    if (first?.rows !== side * side) {
      $('units').replaceChildren();
      return;
    }
    const values = bytes(first.values, true);
    const tiles = $('units');
    const count = Math.min(first.columns, 100);
    while (tiles.children.length > count) tiles.lastChild.remove();
    while (tiles.children.length < count) tiles.append(document.createElement('canvas'));
    const most = Math.max(1e-9, ...(reading?.units ?? [0]).map(Math.abs));
    [...tiles.children].forEach((canvas, unit) => {
      drawUnit(canvas, side, first.columns, unit, values);
      const strength = reading ? Math.abs(reading.units[unit] ?? 0) / most : 0;
      canvas.style.borderColor = `rgb(from var(--gradient) r g b / ${0.08 + 0.92 * strength})`;
      canvas.title = reading?.units[unit] === undefined ? '' : reading.units[unit].toFixed(3);
    });
  }

  function showReading() {
    if (!reading) return;
    if (reading.image) drawImage($('seen'), reading.side, bytes(reading.image));
    else $('seen').getContext('2d').clearRect(0, 0, 140, 140);
    const best = reading.probabilities.indexOf(Math.max(...reading.probabilities));
    $('answer').dataset.best = reading.image ? best : '';
    $('answer').replaceChildren(...reading.probabilities.map((probability, k) => {
      const row = document.createElement('tr');
      row.className = k === best ? 'best' : '';
      row.insertCell().textContent = begun.classNames[k] ?? k;
      const bar = document.createElement('meter');
      bar.value = probability;
      bar.setAttribute('aria-label', begun.classNames[k] ?? k);
      row.insertCell().append(bar);
      row.insertCell().textContent = percent(probability);
      return row;
    }));
    showUnits();
  }

  // ------------------------------------------------------------------------------------------------------------- read

  let isReading = false;
  let isChanged = false;
  async function read() {
    isChanged = true;
    if (isReading) return;
    isReading = true;
    while (isChanged) {
      isChanged = false;
      await attempt(async () => {
        reading = await net.ask('read', { width: pad.width, height: pad.height, grey: grey() });
        showReading();
      });
    }
    isReading = false;
  }

  function grey() {
    const pixels = draw.getImageData(0, 0, pad.width, pad.height).data;
    let text = '';
    for (let i = 0; i < pixels.length; i += 4) text += String.fromCharCode(pixels[i]);
    return btoa(text);
  }

  // ------------------------------------------------------------------------------------------------------------- draw

  function clear() {
    draw.fillStyle = '#000';
    draw.fillRect(0, 0, pad.width, pad.height);
    reading = null;
    $('answer').replaceChildren();
    $('answer').dataset.best = '';
    $('seen').getContext('2d').clearRect(0, 0, $('seen').width, $('seen').height);
    if (frame) showUnits();
  }

  function line(from, to) {
    Object.assign(draw, { strokeStyle: '#fff', lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
    draw.beginPath();
    draw.moveTo(...from);
    draw.lineTo(...to);
    draw.stroke();
    read();
  }

  let pen = null;
  const place = event => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) * pad.width / box.width, (event.clientY - box.top) * pad.height / box.height];
  };
  pad.addEventListener('pointerdown', event => {
    pad.setPointerCapture(event.pointerId);
    pen = place(event);
    line(pen, pen);
  });
  pad.addEventListener('pointermove', event => {
    if (!pen) return;
    for (const each of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) {
      const to = place(each);
      line(pen, to);
      pen = to;
    }
  });
  for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { pen = null; });

  let keyPen = [140, 60];
  let isDown = false;
  pad.addEventListener('keydown', event => {
    const by = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
    if (by) {
      const to = [0, 1].map(i => Math.max(10, Math.min(270, keyPen[i] + by[i])));
      if (isDown) line(keyPen, to);
      keyPen = to;
    } else if (event.key === ' ') {
      isDown = !isDown;
      if (isDown) line(keyPen, keyPen);
    } else if (event.key === 'Escape') {
      clear();
      keyPen = [140, 60];
      isDown = false;
    } else {
      return;
    }
    event.preventDefault();
  });

  $('clear').addEventListener('click', clear);
  $('train-more').addEventListener('click', () => attempt(async () => {
    until = (frame?.iteration ?? 0) + STEPS;
    await net.ask('run');
  }));
  $('digits-load').addEventListener('change', () => attempt(async () => {
    const chosen = $('digits-load').files[0];
    $('digits-load').value = '';
    if (!chosen) return;
    await net.ask('load', chosen);
    file = chosen.name;
    clear();
    show();
  }));

  clear();
  onLanguage(() => { show(); showReading(); });
  let isBegun = false;
  return {
    show: isShown => attempt(async () => {
      await net.show(isShown);
      if (isShown && !isBegun) {
        isBegun = true;
        await net.ask('run');
      }
    }),
  };
}
