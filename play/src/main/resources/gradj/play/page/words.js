// Every sentence of the page, in English and in Chinese.
const english = {
  graph: 'Graph', net: 'Net', digits: 'Digits', which: 'Graph', ownFormula: 'your formula', formula: 'or a formula', draw: 'Draw',
  whole: 'Whole', first: 'First step', back: 'Step back', next: 'Next step', last: 'Last step', step: 'Step {0} of {1}',
  input: 'Input', value: 'Value', gradient: 'Gradient', nudge: 'Nudge',
  notFinite: 'A number is not finite any more: a logarithm, a root or a division got what it does not take.',
  forward: 'Forward: {0} computes {1}.', forwardOf: '{0} = {1}',
  backward: 'Backward: {0} gets the gradient {1} from above.',
  passes: 'To {0} it passes upstream gradient × local derivative = {1} × {2} = {3}. The local derivative is {4}.',
  passesRule: 'To {0} it passes {1} = {2}.', passesOnly: 'To {0} it passes {1}.',
  nudged: 'With {0} ± {1} the result is {2} and {3}: a slope of {4}. The gradient is {5}.',
  many: 'too many numbers to change by hand',
  data: 'Data', moons: 'two moons', spiral: 'spiral', circles: 'circles', digitData: 'digits', table: 'your CSV file', noise: 'Noise',
  csv: 'CSV file', label: 'Column to learn', hidden: 'Hidden layers', activation: 'Activation', optimizer: 'Optimizer',
  rate: 'Learning rate', batch: 'Batch size', decay: 'Regularisation', seed: 'Seed', build: 'New net',
  run: 'Run', pause: 'Pause', oneStep: 'One step', reset: 'Reset', pace: 'Speed', slow: '10 steps a second',
  medium: '200 steps a second', fast: 'as fast as it can', check: 'Check gradients', save: 'Save net', load: 'Load net',
  map: 'What the net makes of each place', loss: 'Loss', accuracy: 'Accuracy', activations: 'What the hidden layers give',
  parameters: 'Weights, and their gradients', weights: 'weights', gradients: 'gradients', train: 'training', test: 'test',
  state: '{0} · {1} parameters · {2} samples to learn from, {3} to test · backend {4}',
  progress: 'step {0} · epoch {1} · {2} steps a second · training {3}, test {4}',
  layer: 'hidden layer {0}', dead: 'dead ReLUs, 0 for every sample looked at: unit {0}',
  saturated: 'saturated for nearly every sample looked at: unit {0}', mapLabel: 'decision boundary', graphLabel: 'computational graph',
  checkPassed: 'Gradient check passed: backpropagation agrees with numerical differentiation.',
  checkFailed: 'Gradient check failed.',
  checkOpen: 'Gradient check: nothing wrong was found, but some gradients are 0 or so small that rounding hides them.',
  outcome: 'outcome', PASSED: 'passed', WRONG: 'wrong', NOT_CHECKED: 'nothing to compare', parameter: 'Parameter', compared: 'compared', meanDifference: 'mean difference',
  largestRelative: 'largest relative', kinks: 'kinks', chooseFile: 'Choose a CSV file first.',
  drawHere: 'Draw a digit', padKeys: 'Keys: arrows move the pen, space lowers or lifts it, Escape clears.', clear: 'Clear',
  trainMore: 'Train on', asNet: 'What the net gets', answer: 'What it answers',
  units: 'What each hidden unit looks for; the frame says how strongly it answers',
  learning: 'The net learns: step {0}, {1} of the test digits right.', ready: 'The net knows {1} of the test digits after {0} steps. Draw!',
  loaded: 'A net from a file: {0}.', gone: 'gradj play does not answer: was it stopped?',
};

const chinese = {
  graph: '计算图', net: '神经网络', digits: '手写数字', which: '计算图', ownFormula: '自己的公式', formula: '或输入公式', draw: '绘制',
  whole: '全图', first: '第一步', back: '上一步', next: '下一步', last: '最后一步', step: '第 {0} 步，共 {1} 步',
  input: '输入', value: '值', gradient: '梯度', nudge: '微扰',
  notFinite: '出现了非有限的数：对数、平方根或除法得到了不能处理的输入。',
  forward: '正向传播：{0} 计算 {1}。', forwardOf: '{0} = {1}',
  backward: '反向传播：{0} 从上游得到梯度 {1}。',
  passes: '传给 {0}：上游梯度 × 局部导数 = {1} × {2} = {3}。局部导数是 {4}。',
  passesRule: '传给 {0}：{1} = {2}。', passesOnly: '传给 {0}：{1}。',
  nudged: '{0} ± {1} 时结果为 {2} 和 {3}，数值微分得 {4}；梯度为 {5}。',
  many: '数字太多，不能手动修改',
  data: '数据', moons: '双月', spiral: '螺旋', circles: '同心圆', digitData: '手写数字', table: '自己的 CSV 文件', noise: '噪声',
  csv: 'CSV 文件', label: '要学习的列', hidden: '隐藏层', activation: '激活函数', optimizer: '优化器',
  rate: '学习率', batch: '批大小', decay: '正则化', seed: '随机种子', build: '新建网络',
  run: '运行', pause: '暂停', oneStep: '单步', reset: '重置', pace: '速度', slow: '每秒 10 步',
  medium: '每秒 200 步', fast: '全速', check: '梯度确认', save: '保存网络', load: '加载网络',
  map: '网络对平面各处的判断', loss: '损失', accuracy: '精度', activations: '隐藏层的输出分布',
  parameters: '权重及其梯度', weights: '权重', gradients: '梯度', train: '训练', test: '测试',
  state: '{0} · {1} 个参数 · 训练样本 {2}，测试样本 {3} · 后端 {4}',
  progress: '第 {0} 步 · 第 {1} 轮 · 每秒 {2} 步 · 训练 {3}，测试 {4}',
  mapLabel: '决策边界', graphLabel: '计算图', layer: '隐藏层 {0}', dead: '失活的 ReLU（对所有样本输出 0）：单元 {0}', saturated: '几乎对所有样本饱和：单元 {0}',
  checkPassed: '梯度确认通过：反向传播与数值微分一致。', checkFailed: '梯度确认未通过。',
  checkOpen: '梯度确认：没有发现错误，但有些梯度为 0，或小到被舍入误差掩盖。',
  outcome: '结果', PASSED: '通过', WRONG: '错误', NOT_CHECKED: '无可比较', parameter: '参数', compared: '比较个数',
  meanDifference: '平均差', largestRelative: '最大相对误差', kinks: '折点', chooseFile: '请先选择 CSV 文件。',
  drawHere: '写一个数字', padKeys: '键盘：方向键移动画笔，空格落笔或提笔，Esc 清除。', clear: '清除',
  trainMore: '继续训练', asNet: '网络得到的图像', answer: '网络的回答', units: '每个隐藏单元寻找的图样；边框表示它的响应强弱',
  learning: '网络正在学习：第 {0} 步，测试数字的 {1} 正确。', ready: '学习 {0} 步后，网络认得测试数字的 {1}。请写！',
  loaded: '来自文件的网络：{0}。', gone: 'gradj play 没有回答：它停止了吗？',
};

let chosen = (navigator.language || '').startsWith('zh') ? 'zh' : 'en';
const listeners = [];

/** The sentence of a key, with {0}, {1} ... replaced. */
export function say(key, ...values) {
  const text = (chosen === 'zh' ? chinese : english)[key] ?? key;
  return text.replace(/\{(\d)\}/g, (_, i) => values[i]);
}

/** Puts the sentences into the page, and tells whoever made others. */
export function translate() {
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-w]')) element.textContent = say(element.dataset.w);
  for (const element of document.querySelectorAll('[data-w-title]')) {
    element.title = say(element.dataset.wTitle);
    element.setAttribute('aria-label', element.title);
  }
  document.getElementById('map').setAttribute('aria-label', say('mapLabel'));
  document.getElementById('picture').setAttribute('aria-label', say('graphLabel'));
  const other = document.getElementById('language');
  other.textContent = chosen === 'zh' ? 'English' : '中文';
  other.lang = chosen === 'zh' ? 'en' : 'zh';
  listeners.forEach(listener => listener());
}

export function onLanguage(listener) { listeners.push(listener); }

export function switchLanguage() {
  chosen = chosen === 'zh' ? 'en' : 'zh';
  translate();
}

/** Four digits that count, as the pictures show numbers. */
export function number(value) {
  const x = Number(value);
  if (!Number.isFinite(x)) return String(value);
  if (x === 0) return '0';
  const size = Math.abs(x);
  return size >= 1e5 || size < 1e-3 ? x.toExponential(2) : String(Number(x.toPrecision(4)));
}

export function percent(share) { return (100 * share).toFixed(1) + ' %'; }
