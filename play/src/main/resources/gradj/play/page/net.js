// The net: its settings, its training, and what can be seen of it.
import { RemoteNet } from './server.js';
import { say, number, percent, onLanguage } from './words.js';
import { bytes, classColour, drawMap, drawMatrix, drawUnit, drawHistogram } from './pictures.js';

const $ = id => document.getElementById(id);

export function startNet() {
  const form = $('settings');
  let begun = null;
  let frame = null;
  let curve = [];
  let charts = null;

  const net = new RemoteNet(settings(), onBegin, onUpdate);

  function settings() {
    const value = name => form.elements[name].value;
    return {
      data: value('data'), noise: Number(value('noise')), activation: value('activation'), optimizer: value('optimizer'),
      hidden: value('hidden').split(/[\s,，]+/).filter(size => size !== '').map(Number),
      learningRate: Number(value('learningRate')), batchSize: Number(value('batchSize')),
      weightDecay: Number(value('weightDecay')), seed: Number(value('seed')),
    };
  }

  /** Does something of which a failure is shown as a sentence. */
  async function attempt(work) {
    $('net-error').textContent = '';
    try {
      await work();
    } catch (problem) {
      $('net-error').textContent = problem.message;
    }
  }

  // ------------------------------------------------------------------------------------------------------------ show

  function onBegin(begin) {
    begun = begin;
    curve = begin.curve;
    $('map-figure').hidden = !begin.plane;
    $('checked').replaceChildren();
    $('net-error').textContent = '';
    $('legend').replaceChildren(...(begin.plane ? begin.classNames : []).map((name, k) => {
      const entry = document.createElement('span');
      const dot = document.createElement('i');
      dot.style.background = classColour(k);
      entry.append(dot, name);
      return entry;
    }));
    $('save').href = `${net.path()}/net.safetensors`;
    $('parameters').replaceChildren();
    $('activations').replaceChildren();
    showCurves();
  }

  function onUpdate(update) {
    frame = update.frame;
    curve.push(...update.points);
    if (curve.length > 2000) curve = curve.filter((_, i) => i % 2 === 1);
    show();
  }

  function show() {
    if (!begun || !frame) return;
    const last = curve[curve.length - 1];
    $('net-state').textContent = say('state', begun.layers, begun.parameters, begun.trainSize, begun.testSize, begun.backend)
      + ' — ' + say('progress', frame.iteration, frame.epoch.toFixed(1), Math.round(frame.stepsPerSecond),
        last ? percent(last.trainAccuracy) : '–', last ? percent(last.testAccuracy) : '–');
    $('net-state').dataset.state = frame.state;
    $('net-state').dataset.iteration = frame.iteration;
    $('net-state').dataset.rate = frame.stepsPerSecond;
    $('net-state').dataset.accuracy = last ? last.testAccuracy : 0;
    if (frame.message) $('net-error').textContent = frame.message;
    $('run').textContent = say(frame.state === 'RUNNING' ? 'pause' : 'run');
    $('run').dataset.w = frame.state === 'RUNNING' ? 'pause' : 'run';
    if (frame.map && begun.plane) drawMap($('map'), bytes(frame.map), begun.plane);
    showCurves();
    showActivations();
    showParameters();
  }

  function showCurves() {
    const at = curve.map(point => point.iteration);
    const data = {
      loss: [at, curve.map(point => point.loss)],
      accuracy: [at, curve.map(point => point.trainAccuracy), curve.map(point => point.testAccuracy)],
    };
    charts ??= { loss: chart('loss-curve', ['loss']), accuracy: chart('accuracy-curve', ['train', 'test'], [0, 1]) };
    charts.loss.setData(data.loss);
    charts.accuracy.setData(data.accuracy);
  }

  function chart(id, lines, range) {
    const ink = getComputedStyle(document.body).color;
    const grid = { stroke: getComputedStyle(document.body).getPropertyValue('--line'), width: 1 };
    const colours = ['#0072b2', '#d55e00'];
    const options = {
      width: Math.min(480, document.documentElement.clientWidth - 24), height: 180,
      scales: { x: { time: false }, y: range ? { range: () => range } : { range: (_, low, high) => [0, Math.max(high ?? 1, 1e-9) * 1.05] } },
      axes: [{ stroke: ink, grid, ticks: grid }, { stroke: ink, grid, ticks: grid }],
      series: [{ label: 'step' }, ...lines.map((line, i) => ({ label: say(line), stroke: colours[i], width: 2, points: { show: false } }))],
    };
    return new uPlot(options, [[], ...lines.map(() => [])], $(id));
  }

  function showActivations() {
    const figures = [...$('activations').children];
    frame.activations.forEach((layer, i) => {
      const figure = figures[i] ?? newFigure($('activations'));
      figure.querySelector('figcaption').textContent = `${say('layer', layer.layer)}: ${number(layer.low)} … ${number(layer.high)}`;
      drawHistogram(figure.querySelector('canvas'), layer.counts);
      const warnings = ['dead', 'saturated'].filter(kind => layer[kind].length)
        .map(kind => say(kind, layer[kind].slice(0, 20).join(', ') + (layer[kind].length > 20 ? ' …' : '')));
      figure.querySelector('.warn').textContent = warnings.join(' ');
    });
  }

  function newFigure(parent) {
    const figure = document.createElement('figure');
    figure.append(document.createElement('figcaption'), document.createElement('canvas'), document.createElement('p'));
    figure.lastChild.className = 'warn';
    parent.append(figure);
    return figure;
  }

  function showParameters() {
    if ($('parameters').children.length === 0) frame.parameters.forEach(() => newParameter());
    frame.parameters.forEach((parameter, i) => {
      const [weights, gradients] = $('parameters').children[i].children;
      showNumbers(weights, `${parameter.name} · ${say('weights')} ± ${number(parameter.largest)}`, parameter, parameter.values, i);
      showNumbers(gradients, `${say('gradients')} ± ${number(parameter.largestGradient)}`, parameter, parameter.gradients, i);
    });
  }

  function newParameter() {
    const pair = document.createElement('div');
    pair.className = 'panels';
    for (let i = 0; i < 2; i++) {
      const figure = document.createElement('figure');
      figure.append(document.createElement('figcaption'), document.createElement('div'));
      figure.lastChild.className = 'tiles';
      pair.append(figure);
    }
    $('parameters').append(pair);
  }

  function showNumbers(figure, caption, parameter, text, place) {
    figure.firstChild.textContent = caption;
    const tiles = figure.lastChild;
    if (!text) {
      tiles.replaceChildren();
      return;
    }
    const values = bytes(text, true);
    const side = begun.imageSide;
    const isImage = place === 0 && side > 0 && parameter.rows === side * side;
    const count = isImage ? Math.min(parameter.columns, 100) : 1;
    while (tiles.children.length < count) tiles.append(document.createElement('canvas'));
    if (isImage) [...tiles.children].forEach((canvas, unit) => drawUnit(canvas, side, parameter.columns, unit, values));
    else drawMatrix(tiles.firstChild, parameter.rows, parameter.columns, values);
  }

  // ------------------------------------------------------------------------------------------------------------- ask

  form.addEventListener('submit', event => {
    event.preventDefault();
    attempt(reset);
  });
  async function reset() {
    const csv = $('csv').files[0];
    if (form.elements.data.value === 'table' && !csv) throw new Error(say('chooseFile'));
    const table = form.elements.data.value === 'table' ? { csv: await csv.text(), label: form.elements.label.value } : {};
    await net.ask('reset', { settings: settings(), ...table });
  }
  form.elements.data.addEventListener('change', () => {
    const kind = form.elements.data.value;
    $('csv-field').hidden = $('label-field').hidden = kind !== 'table';
    $('noise-field').hidden = kind === 'table' || kind === 'digits';
    if (kind === 'digits') {
      form.elements.hidden.value = '50';
      form.elements.batchSize.value = '100';
      choosePace('0');
    }
    if (kind !== 'table') attempt(reset);
  });
  function choosePace(pace) {
    $('pace').value = pace;
    attempt(() => net.ask('pace', { stepsPerSecond: Number(pace) }));
  }
  $('pace').addEventListener('change', () => choosePace($('pace').value));
  let isPaced = false;
  $('run').addEventListener('click', () => attempt(async () => {
    if (!isPaced) {
      await net.ask('pace', { stepsPerSecond: Number($('pace').value) });
      isPaced = true;
    }
    await net.ask(frame?.state === 'RUNNING' ? 'pause' : 'run');
  }));
  $('one-step').addEventListener('click', () => attempt(() => net.ask('step')));
  $('reset').addEventListener('click', () => attempt(reset));
  $('load').addEventListener('change', () => attempt(async () => {
    const file = $('load').files[0];
    $('load').value = '';
    if (file) await net.ask('load', file);
  }));
  $('check').addEventListener('click', () => attempt(async () => showCheck(await net.ask('check'))));

  function showCheck(check) {
    const verdict = document.createElement('p');
    const has = outcome => check.lines.some(line => line.outcome === outcome);
    const outcome = has('WRONG') ? 'checkFailed' : has('NOT_CHECKED') ? 'checkOpen' : 'checkPassed';
    verdict.className = { checkFailed: 'error', checkOpen: '', checkPassed: 'passed' }[outcome];
    verdict.textContent = say(outcome);
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    for (const key of ['parameter', 'compared', 'meanDifference', 'largestRelative', 'kinks', 'outcome']) {
      const cell = document.createElement('th');
      cell.textContent = say(key);
      head.append(cell);
    }
    for (const line of check.lines) {
      const row = table.insertRow();
      const cells = [line.parameter, line.checked, Number(line.meanDifference).toExponential(2),
        Number(line.largestRelative).toExponential(2), line.kinks, say(line.outcome)];
      for (const cell of cells) row.insertCell().textContent = cell;
    }
    $('checked').replaceChildren(verdict, table);
  }

  onLanguage(() => {
    if (charts) {
      charts.loss.destroy();
      charts.accuracy.destroy();
      charts = null;
    }
    $('checked').replaceChildren();
    show();
  });
  return { show: isShown => attempt(() => net.show(isShown)) };
}
