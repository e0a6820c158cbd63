// The graph: values above, gradients below; both follow when an input is changed.
import { post } from './server.js';
import { say, number, onLanguage } from './words.js';

const $ = id => document.getElementById(id);

export function startGraph() {
  const asked = { name: 'apple', formula: null, values: Object.create(null), step: null, nudge: null };
  let answer = null;
  let isAsking = false;
  let isWanted = false;
  let good = null; // the last question that was answered
  let shownInputs = '';

  /** One question at a time; of those that come meanwhile, only the newest is asked. */
  async function ask() {
    isWanted = true;
    if (isAsking) return;
    isAsking = true;
    while (isWanted) {
      isWanted = false;
      try {
        answer = await post('api/graph', asked);
        good = { ...asked };
        show();
      } catch (problem) {
        $('graph-error').textContent = problem.message;
        $('formula').setAttribute('aria-invalid', asked.formula !== null);
        if (good && !isWanted) Object.assign(asked, good);
      }
    }
    isAsking = false;
  }

  function begin(name, formula) {
    Object.assign(asked, { name, formula, values: Object.create(null), step: null, nudge: null });
    $('graph-name').value = formula === null ? name : '';
    ask();
  }

  // ------------------------------------------------------------------------------------------------------------ show

  function show() {
    $('graph-error').textContent = answer.result.isFinite ? '' : say('notFinite');
    $('formula').removeAttribute('aria-invalid');
    // style.css has its rules: a style in the page would not be obeyed
    $('picture').innerHTML = answer.svg.replace(/<style>[^]*?<\/style>/, '');
    makeDraggable();
    showStep();
    showInputs();
    showNudge();
  }

  function showStep() {
    const step = asked.step;
    $('step-number').textContent = step ? say('step', step, answer.steps) : '';
    $('step-whole').setAttribute('aria-pressed', step === null);
    $('step-first').disabled = $('step-back').disabled = step === 1;
    $('step-next').disabled = $('step-last').disabled = step === answer.steps;
    $('computation').replaceChildren(...words(answer.computation));
  }

  /** A local computation in words. */
  function words(computation) {
    if (!computation) return [];
    const name = variable => variable.name || (isNaN(variable.value) ? variable.symbol : variable.value);
    const lines = [];
    if (!computation.isBackward) {
      const values = computation.inputs.map(input => `${input.symbol} = ${input.value || input.name}`).join(', ');
      lines.push(say('forward', computation.operation, computation.formula || '') + ' '
        + (values ? values + ': ' : '') + say('forwardOf', computation.output.name || 'y', computation.output.value));
    } else {
      lines.push(say('backward', computation.formula ? 'y = ' + computation.formula : computation.operation, computation.upstream));
      for (const each of computation.derivatives) {
        const to = name(each.input);
        if (each.value) lines.push(say('passes', to, computation.upstream, each.value, each.gradient, each.formula || each.value));
        else if (each.rule) lines.push(say('passesRule', to, each.rule, each.gradient));
        else lines.push(say('passesOnly', to, each.gradient));
      }
    }
    return lines.flatMap(line => [document.createTextNode(line), document.createElement('br')]);
  }

  // ---------------------------------------------------------------------------------------------------------- inputs

  function range(value) {
    const size = Math.abs(value);
    return size <= 5 ? [-6, 6] : value > 0 ? [0, 2 * size] : [-2 * size, 0];
  }

  function showInputs() {
    const layout = JSON.stringify([asked.name, asked.formula, answer.inputs.map(input => [input.name, input.shape])]);
    if (layout !== shownInputs) {
      shownInputs = layout;
      $('inputs').tBodies[0].replaceChildren(...answer.inputs.map(row));
    }
    answer.inputs.forEach((input, i) => {
      const tr = $('inputs').tBodies[0].rows[i];
      tr.cells[2].textContent = input.gradients ? input.gradients.map(number).join(', ') : '';
      input.values?.forEach((value, element) => {
        for (const field of tr.querySelectorAll(`[data-element="${element}"]`)) {
          if (field !== document.activeElement) field.value = Number(Number(value).toPrecision(6));
        }
      });
    });
  }

  function row(input) {
    const tr = document.createElement('tr');
    const label = document.createElement('td');
    label.textContent = input.name;
    const values = document.createElement('td');
    values.className = 'values';
    const nudge = document.createElement('td');
    if (input.values) {
      input.values.forEach((value, element) => values.append(...fields(input, element, value)));
      const button = document.createElement('button');
      button.textContent = '± h';
      button.setAttribute('aria-label', `${say('nudge')} ${input.name}`);
      button.addEventListener('click', () => {
        asked.nudge = { input: input.name, element: Number(tr.dataset.element ?? 0), h: Number($('h').value) };
        ask();
      });
      nudge.append(button);
    } else {
      values.textContent = say('many');
    }
    const gradient = document.createElement('td');
    gradient.className = 'gradient number';
    tr.append(label, values, gradient, nudge);
    return tr;
  }

  function fields(input, element, value) {
    const made = [];
    for (const type of input.values.length <= 6 ? ['range', 'number'] : ['number']) {
      const field = document.createElement('input');
      field.type = type;
      field.dataset.element = element;
      field.dataset.input = input.name;
      field.setAttribute('aria-label', input.values.length > 1 ? `${input.name} [${element}]` : input.name);
      const [low, high] = range(value);
      if (type === 'range') Object.assign(field, { min: low, max: high, step: (high - low) / 240 });
      else field.step = 'any';
      field.value = value;
      field.addEventListener('focus', () => { field.closest('tr').dataset.element = element; });
      field.addEventListener('input', () => {
        if (field.value !== '') change(input.name, element, Number(field.value));
      });
      made.push(field);
    }
    return made;
  }

  function change(name, element, value) {
    const input = answer.inputs.find(each => each.name === name);
    const values = asked.values[name] ?? [...input.values];
    values[element] = value;
    asked.values[name] = values;
    ask();
  }

  /** The number of a scalar input can be dragged in the picture itself, from side to side. */
  function makeDraggable() {
    const groups = [...$('picture').querySelectorAll('svg > g')];
    for (const input of answer.inputs) {
      if (input.values?.length !== 1) continue;
      const own = groups.filter(group => group.firstElementChild?.textContent.startsWith(`input ${input.name}\n`)
        || group.firstElementChild?.textContent.startsWith(`${input.name} = `));
      for (const group of own) {
        group.classList.add('drag');
        group.dataset.input = input.name;
      }
    }
  }

  let dragged = null;
  $('picture').addEventListener('pointerdown', event => {
    const group = event.target.closest('.drag');
    if (!group) return;
    const input = answer.inputs.find(each => each.name === group.dataset.input);
    const [low, high] = range(Number(input.values[0]));
    dragged = { name: input.name, x: event.clientX, from: Number(input.values[0]), scale: (high - low) / 300 };
    $('picture').setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  $('picture').addEventListener('pointermove', event => {
    if (!dragged) return;
    const value = dragged.from + (event.clientX - dragged.x) * dragged.scale;
    change(dragged.name, 0, Number(value.toPrecision(4)));
  });
  // a finger that drags a number does not scroll the picture
  $('picture').addEventListener('touchstart', event => { if (event.target.closest('.drag')) event.preventDefault(); }, { passive: false });
  for (const end of ['pointerup', 'pointercancel']) $('picture').addEventListener(end, () => { dragged = null; });

  // ----------------------------------------------------------------------------------------------------------- nudge

  function showNudge() {
    const nudged = answer.nudge;
    $('nudged').textContent = nudged
      ? say('nudged', nudged.input, nudged.h, ...[nudged.below, nudged.above].map(x => Number(x).toPrecision(8)),
        Number(nudged.slope).toPrecision(8), Number(nudged.gradient).toPrecision(8))
      : '';
  }

  $('h').addEventListener('input', () => {
    const h = Number($('h').value);
    if (asked.nudge && h > 0) {
      asked.nudge.h = h;
      ask();
    }
  });

  // ----------------------------------------------------------------------------------------------------------- steps

  function go(step) {
    if (!answer) return;
    asked.step = step === null ? null : Math.max(1, Math.min(answer.steps, step));
    ask();
  }

  const ways = {
    'step-whole': () => go(null), 'step-first': () => go(1), 'step-last': () => go(answer.steps),
    'step-back': () => go((asked.step ?? answer.steps + 1) - 1), 'step-next': () => go((asked.step ?? 0) + 1),
  };
  for (const [id, way] of Object.entries(ways)) $(id).addEventListener('click', way);
  const keys = { ArrowRight: 'step-next', ArrowLeft: 'step-back', Home: 'step-first', End: 'step-last', Escape: 'step-whole' };
  $('picture').addEventListener('keydown', event => {
    if (keys[event.key]) {
      ways[keys[event.key]]();
      event.preventDefault();
    }
  });

  $('graph-name').addEventListener('change', () => {
    if ($('graph-name').value) begin($('graph-name').value, null);
    else $('formula').focus();
  });
  $('formula-form').addEventListener('submit', event => {
    event.preventDefault();
    if ($('formula').value.trim()) begin(null, $('formula').value);
  });
  onLanguage(() => { shownInputs = ''; if (answer) show(); });

  return { show: isShown => { if (isShown && !answer) ask(); } };
}
