'use strict';

// Okabe and Ito's colours, which people with any common colour blindness tell apart
const COLOURS = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#3d9be0', '#d55e00', '#cc79a7'];
// viridis, by Smith and van der Walt (CC0)
const VIRIDIS = [0x440154, 0x481568, 0x482677, 0x453781, 0x3F4788, 0x39558C, 0x32648E, 0x2D718E, 0x287D8E, 0x238A8D,
  0x1F968B, 0x20A386, 0x29AF7F, 0x3CBC75, 0x56C667, 0x74D055, 0x94D840, 0xB8DE29, 0xDCE318, 0xFDE725];
const MOST_SHOWN = 300; // boxes; more hide the picture and each other

const at = id => document.getElementById(id);
let detector = {classes: [], most_bytes: Infinity};
let seen = null; // the answer for the picture that is shown
let asked = 0; // only the last question's answer counts

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  parent.append(made);
  return made;
}

function say(text, wrong) {
  at('status').textContent = text;
  at('status').classList.toggle('wrong', Boolean(wrong));
}

const megabytes = bytes => bytes >= 1 << 20 ? Math.floor(bytes / (1 << 20)) + ' MB' : bytes + ' bytes';
const colour = name => COLOURS[Math.max(0, detector.classes.indexOf(name)) % COLOURS.length];

async function begin() {
  try {
    detector = await (await fetch('detector')).json();
  } catch (e) {
    say('The server does not answer. Is it still running?', true);
    return;
  }
  at('name').textContent = detector.name;
  document.title = detector.name;
  at('formats').textContent = detector.formats + ', up to ' + megabytes(detector.most_bytes) + '. It stays on this server, in memory.';
  for (const name of detector.classes) {
    const label = element('label', '', at('classes'));
    const box = element('input', '', label);
    box.type = 'checkbox';
    box.checked = true;
    box.dataset.name = name;
    box.addEventListener('change', showObjects);
    element('span', '', label).className = 'swatch';
    label.lastChild.style.background = colour(name);
    element('span', name, label);
  }
}

async function send(file) {
  if (!file) {
    return;
  }
  if (file.size > detector.most_bytes) {
    say('The file is larger than ' + megabytes(detector.most_bytes) + ', which is the most that is taken.', true);
    return;
  }
  const question = ++asked;
  say('Looking …');
  at('view').classList.add('busy');
  try {
    const response = await fetch('detect?picture=true', {method: 'POST', body: file});
    const answer = await response.json();
    if (question !== asked) {
      return;
    }
    if (!response.ok) {
      say([answer.error].concat(answer.hints || []).join('\n'), true);
      return;
    }
    show(answer);
    say('');
  } catch (e) {
    if (question === asked) {
      say('The server does not answer, or the picture took too long to get there.', true);
    }
  } finally {
    if (question === asked) {
      at('view').classList.remove('busy');
    }
  }
}

function show(answer) {
  seen = answer;
  at('picture').src = answer.picture;
  // small pictures are enlarged; their sides keep their ratio
  const ratio = answer.width / answer.height;
  at('view').style.aspectRatio = String(ratio);
  at('view').style.width = 'min(100%, ' + Math.max(answer.width, 640) + 'px, ' + 82 * ratio + 'vh)';
  at('view').hidden = false;
  at('panel').hidden = false;
  const spacing = answer.spacing;
  at('size').textContent = answer.width + ' × ' + answer.height + ' pixels'
    + (spacing ? ', ' + (answer.width * spacing.x).toFixed(0) + ' × ' + (answer.height * spacing.y).toFixed(0)
      + ' mm (a pixel is ' + digits(spacing.x) + ' × ' + digits(spacing.y) + ' mm)' : '');
  at('notes').replaceChildren();
  for (const note of answer.notes) {
    element('li', note, at('notes'));
  }
  if (!spacing && answer.notes.length === 0) {
    element('li', 'the file does not say how large its pixels are: sizes are in pixels', at('notes'));
  }
  const before = at('level').value;
  at('level').replaceChildren(new Option('none', ''));
  for (const level of answer.levels) {
    at('level').append(new Option(level.name.replace('features/', 'backbone ').replace('pyramid/', 'pyramid ')
      + ' (' + level.width + ' × ' + level.height + ')', level.name));
  }
  at('level').value = answer.levels.some(level => level.name === before) ? before : '';
  showObjects();
  showLevel();
}

const digits = value => String(Number(value.toPrecision(4)));

function showObjects() {
  const least = Number(at('score').value);
  at('score-value').textContent = least.toFixed(2);
  if (!seen) {
    return;
  }
  const classes = new Set([...document.querySelectorAll('#classes input:checked')].map(box => box.dataset.name));
  const wanted = seen.detections.filter(found => found.score >= least && classes.has(found.class));
  const shown = wanted.slice(0, MOST_SHOWN);
  at('count').textContent = wanted.length + ' of ' + seen.detections.length
    + (wanted.length > shown.length ? ', the best ' + shown.length + ' are shown' : '');
  const rows = document.querySelector('#objects tbody');
  rows.replaceChildren();
  at('boxes').replaceChildren();
  for (const found of shown) {
    const box = showBox(found);
    const row = element('tr', '', rows);
    const name = element('td', '', row);
    element('span', '', name).className = 'swatch';
    name.lastChild.style.background = colour(found.class);
    name.append(' ' + found.class);
    element('td', found.score.toFixed(3), row);
    const [x, y, width, height] = found.bbox;
    element('td', x.toFixed(0) + ', ' + y.toFixed(0), row);
    element('td', width.toFixed(0) + ' × ' + height.toFixed(0) + (seen.spacing ? ', '
      + (width * seen.spacing.x).toFixed(1) + ' × ' + (height * seen.spacing.y).toFixed(1) + ' mm' : ''), row);
    row.addEventListener('mouseenter', () => box.classList.add('chosen'));
    row.addEventListener('mouseleave', () => box.classList.remove('chosen'));
  }
}

function showBox(found) {
  const [x, y, width, height] = found.bbox;
  const box = element('div', '', at('boxes'));
  box.className = 'box';
  box.classList.toggle('top', y < 0.05 * seen.height);
  box.classList.toggle('right', x > 0.7 * seen.width);
  box.style.left = 100 * x / seen.width + '%';
  box.style.top = 100 * y / seen.height + '%';
  box.style.width = 100 * width / seen.width + '%';
  box.style.height = 100 * height / seen.height + '%';
  box.style.borderColor = colour(found.class);
  const label = element('span', found.class + ' ' + found.score.toFixed(2), box);
  label.style.background = colour(found.class);
  return box;
}

function showLevel() {
  const level = seen && seen.levels.find(one => one.name === at('level').value);
  const canvas = at('map');
  canvas.hidden = !level;
  if (!level) {
    return;
  }
  canvas.width = level.width;
  canvas.height = level.height;
  canvas.style.opacity = at('opacity').value;
  const sorted = Float64Array.from(level.means).sort();
  const low = percentile(sorted, 0.01);
  const range = percentile(sorted, 0.99) - low;
  const context = canvas.getContext('2d');
  const image = context.createImageData(level.width, level.height);
  level.means.forEach((mean, i) => {
    const value = range > 0 ? Math.max(0, Math.min(1, (mean - low) / range)) : 0;
    const place = value * (VIRIDIS.length - 1);
    const below = Math.min(Math.floor(place), VIRIDIS.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const from = VIRIDIS[below] >> 16 - 8 * channel & 255;
      const to = VIRIDIS[below + 1] >> 16 - 8 * channel & 255;
      image.data[4 * i + channel] = from + (place - below) * (to - from);
    }
    image.data[4 * i + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

/** Between the two nearest values, linearly by rank. */
function percentile(sorted, share) {
  const rank = share * (sorted.length - 1);
  const below = Math.floor(rank);
  return sorted[below] + (rank - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

at('file').addEventListener('change', () => {
  send(at('file').files[0]);
  at('file').value = ''; // the same file may be chosen again
});
for (const kind of ['dragenter', 'dragover']) {
  document.addEventListener(kind, event => {
    event.preventDefault();
    at('drop').classList.add('over');
  });
}
document.addEventListener('dragleave', event => {
  if (!event.relatedTarget) {
    at('drop').classList.remove('over');
  }
});
document.addEventListener('drop', event => {
  event.preventDefault();
  at('drop').classList.remove('over');
  send(event.dataTransfer.files[0]);
});
at('score').addEventListener('input', showObjects);
at('level').addEventListener('change', showLevel);
at('opacity').addEventListener('input', showLevel);
showObjects();
begin();
