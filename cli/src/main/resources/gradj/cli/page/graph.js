'use strict';
(() => {
  const SECONDS = 1.8; // of a step while it plays
  const element = id => document.getElementById(id);
  const steps = [...document.querySelectorAll('#steps > li')];
  const parts = [...document.querySelectorAll('[data-from]')];
  const boxes = [...document.querySelectorAll('[data-now]')];
  const figure = document.querySelector('figure');
  const isStill = matchMedia('(prefers-reduced-motion: reduce)');
  let step = 0;
  let timer = 0;

  function show(to) {
    step = Math.min(Math.max(to, 1), steps.length);
    parts.forEach(part => part.classList.toggle('later', Number(part.dataset.from) > step));
    boxes.forEach(box => box.classList.toggle('now', box.dataset.now.split(' ').includes(String(step))));
    element('words').replaceChildren(...steps[step - 1].cloneNode(true).childNodes);
    element('slider').value = step;
    element('slider').setAttribute('aria-valuetext', `${step} of ${steps.length}`);
    element('position').value = `${step} / ${steps.length}`;
    element('first').disabled = element('previous').disabled = step === 1;
    element('last').disabled = element('next').disabled = step === steps.length;
    bringIntoView(document.querySelector('.now'));
    try {
      history.replaceState(null, '', '#' + step);
    } catch (refused) {
      // in a frame without an address of its own: it works without
    }
  }

  /** Of a picture that is wider than the page. */
  function bringIntoView(box) {
    if (box && figure.scrollWidth > figure.clientWidth) {
      const place = box.getBoundingClientRect();
      const middle = place.left + place.width / 2 - figure.getBoundingClientRect().left + figure.scrollLeft;
      figure.scrollTo({left: middle - figure.clientWidth / 2, behavior: isStill.matches ? 'auto' : 'smooth'});
    }
  }

  function setPlaying(plays) {
    clearInterval(timer);
    timer = plays ? setInterval(tick, 1000 * SECONDS) : 0;
    element('play').classList.toggle('playing', plays);
    element('play').setAttribute('aria-label', plays ? 'Pause' : 'Play');
  }

  function tick() {
    show(step + 1);
    if (step === steps.length) {
      setPlaying(false);
    }
  }

  function toggle() {
    const starts = timer === 0;
    if (starts && step === steps.length) {
      show(1);
    }
    setPlaying(starts);
  }

  function go(to) {
    setPlaying(false);
    show(to);
  }

  const moves = {
    ArrowRight: () => go(step + 1), ArrowDown: () => go(step + 1), PageDown: () => go(step + 1),
    ArrowLeft: () => go(step - 1), ArrowUp: () => go(step - 1), PageUp: () => go(step - 1),
    Home: () => go(1), End: () => go(steps.length), ' ': toggle,
  };

  element('first').onclick = moves.Home;
  element('previous').onclick = moves.ArrowLeft;
  element('play').onclick = toggle;
  element('next').onclick = moves.ArrowRight;
  element('last').onclick = moves.End;
  element('slider').oninput = event => go(Number(event.target.value));
  document.onkeydown = event => {
    const isButtons = event.target.tagName === 'BUTTON' && event.key === ' '; // a press of it
    const scrolls = ['ArrowUp', 'ArrowDown'].includes(event.key) && event.target.id !== 'slider';
    const move = moves[event.key];
    if (move && !isButtons && !scrolls && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      move();
    }
  };

  const fromAddress = () => Number(/^#(\d{1,6})$/.exec(location.hash)?.[1] ?? 0);
  onhashchange = () => {
    if (fromAddress() !== step && fromAddress() > 0) {
      go(fromAddress());
    }
  };

  element('steps').hidden = true;
  element('words').hidden = document.querySelector('.controls').hidden = false;
  show(fromAddress());
})();
