import { translate, switchLanguage } from './words.js';
import { startGraph } from './graph.js';
import { startNet } from './net.js';
import { startDigits } from './digits.js';

const tabs = [...document.querySelectorAll('[role=tab]')];
const pages = { graph: startGraph(), net: startNet(), digits: startDigits() };

function choose(tab) {
  for (const each of tabs) {
    const isChosen = each === tab;
    each.setAttribute('aria-selected', isChosen);
    each.tabIndex = isChosen ? 0 : -1;
    const name = each.getAttribute('aria-controls');
    document.getElementById(name).hidden = !isChosen;
    pages[name].show(isChosen);
  }
  history.replaceState(null, '', '#' + tab.getAttribute('aria-controls'));
}

for (const tab of tabs) {
  tab.addEventListener('click', () => choose(tab));
  tab.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) {
      const other = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
      other.focus();
      choose(other);
    }
  });
}
document.getElementById('language').addEventListener('click', switchLanguage);
const chosen = () => tabs.find(tab => '#' + tab.getAttribute('aria-controls') === location.hash) ?? tabs[0];
window.addEventListener('hashchange', () => choose(chosen()));
translate();
choose(chosen());
