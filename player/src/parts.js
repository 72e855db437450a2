// Small parts that the others are made of. All files of this folder share one closure, in the order of build.py.

const sheet = (css) => {
  const made = new CSSStyleSheet(); // no inline style to a content security policy
  made.replaceSync(css);
  return made;
};

// An element, and a part for the page to style; functions are listeners, the rest properties or attributes. Parses no HTML.
const make = (name, options, ...children) => {
  const element = document.createElement(name);
  element.part = name;
  for (const [key, value] of Object.entries(options || {})) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

const icon = (path) => {
  const [svg, line] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
};

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

const hoursMinutesSeconds = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);

const clock = (seconds) => {
  const [h, m, s] = hoursMinutesSeconds(seconds);
  const two = (number) => String(number).padStart(2, "0");
  return `${h ? `${h}:${two(m)}` : m}:${two(s)}`;
};

// The last item of a sorted list for which `key` is at most `value`; -1 where there is none.
const lastUpTo = (list, value, key = (item) => item) => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const startOf = (item) => item.start;

// A whole address, of a kind that holds audio and text and cannot run.
const address = (text, base) => {
  const url = new URL(text, base);
  if (!/^(https?|file|blob):$/.test(url.protocol)) throw new TypeError(url.protocol);
  return url.href;
};

// Seconds of `#t=75`; 0 where there is none.
const momentOf = (hash) => Number(/[#&]t=(\d+(\.\d+)?)/.exec(hash)?.[1] || 0);

const thisPage = () => location.href.split("#")[0];

// The texts of a language by key; those of build.py's SHIFTS are stored as ASCII, which packs to half the size.
const textsOf = (language) => {
  const shift = SHIFTS[language] || 0;
  const values = TEXTS[language].replace(/[@-\x7f]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + shift)).split("=");
  return Object.fromEntries(KEYS.map((key, index) => [key, values[index]]));
};

// What a listener's browser remembers, and a change of it; where storage is forbidden or full, nothing.
const memory = (change) => {
  let all = {};
  try {
    all = Object(JSON.parse(localStorage.getItem(NAME)));
    if (change) localStorage.setItem(NAME, JSON.stringify({ ...all, ...change }));
  } catch {
    // private windows and sandboxed frames
  }
  return all;
};

const keepPlace = (id, seconds) => {
  const { [id]: _, ...at } = Object(memory().at);
  if (seconds) at[id] = seconds;
  memory({ at: Object.fromEntries(Object.entries(at).slice(-50)) });
};

// words.json as the player needs it: one list of words, offsets in UTF-16 units, addresses whole. Throws where it is not that.
const opened = (data, base) => {
  if (data.version !== 1 || !data.audio.length || !(data.duration > 0)) throw new TypeError("version");
  const words = data.sentences.flatMap(({ text, words }, index) => {
    const units = /[\ud800-\udfff]/.test(text) ? (n) => [...text].slice(0, n).join("").length : (n) => n;
    return words.map(([first, last, start, end]) => ({ index, first: units(first), last: units(last), start, end }));
  });
  const audio = data.audio.map(({ src, type }) => ({ src: address(src, base), type: type || "" }));
  return { ...data, words, audio, chapters: data.chapters || [] };
};
