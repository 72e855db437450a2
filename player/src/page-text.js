// Where each sentence stands in the page, which is never touched.

const BARE = /[\p{L}\p{N}\p{M}]+/gu;
const BLOCK = "p,li,h1,h2,h3,h4,h5,h6,blockquote,td,dd,div,article,body";
const UNREAD = /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|TEXTAREA|SELECT|LISTEN-TO-ARTICLE)$/i;

// Quotes, dashes, spaces and hidden characters differ between what was said and the page: letters and digits do not.
const bare = (text) => (text.match(BARE) || []).join("");

class PageText {
  known = new WeakMap(); // text node -> [its data, the bare text of it]: only what is new is read again

  constructor(root, sentences) {
    this.root = root;
    this.sentences = sentences;
    this.wanted = sentences.map((sentence) => bare(sentence.text));
    this.read();
  }

  read() {
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      UNREAD.test(node.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    this.nodes = [];
    this.starts = [];
    this.numbers = new Map();
    this.flat = "";
    for (let node; (node = walker.nextNode()); ) {
      const text = node.nodeType === Node.TEXT_NODE && this.bareOf(node);
      if (!text) continue;
      this.numbers.set(node, this.nodes.push(node) - 1);
      this.starts.push(this.flat.length);
      this.flat += text;
    }
    this.match();
  }

  bareOf(node) {
    let known = this.known.get(node);
    if (!known || known[0] !== node.data) this.known.set(node, (known = [node.data, bare(node.data)]));
    return known[1];
  }

  // By id, else long sentences in the order of the page; those out of order are copies. Then the rest between them.
  match() {
    const { wanted, flat } = this;
    const found = [];
    let cursor = 0;
    this.sentences.forEach(({ id }, index) => {
      const text = wanted[index];
      const from = this.placeOf(id);
      let place = -1;
      if (from >= 0) place = flat.indexOf(text, from);
      else if (text.length >= 20 && (place = flat.indexOf(text, cursor)) < 0) place = flat.indexOf(text);
      if (!text || place < 0) return;
      found.push([index, place]);
      cursor = place + text.length;
    });
    this.places = wanted.map(() => -1);
    let low = 0;
    let next = 0;
    for (const [index, place] of [...inOrder(found), [wanted.length, flat.length]]) {
      for (; next < index; next++) {
        const between = wanted[next] ? this.between(wanted[next], low, place) : -1;
        if (between >= 0) low = (this.places[next] = between) + wanted[next].length;
      }
      this.places[next++] = place;
      low = place + wanted[index]?.length;
    }
    this.order = [...wanted.keys()].filter((index) => this.places[index] >= 0);
  }

  placeOf(id) {
    const element = id && document.getElementById(id);
    if (!element || !this.root.contains(element)) return -1;
    return this.starts[this.firstIn(element)] ?? -1;
  }

  // The number of the first text node in an element that counts.
  firstIn(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (this.numbers.has(walker.currentNode)) return this.numbers.get(walker.currentNode);
  }

  between(text, low, high) {
    for (let place = low - 1; (place = this.flat.indexOf(text, place + 1)) >= 0 && place + text.length <= high; ) {
      const [[node, start], [other, end]] = [this.locate(place), this.locate(place + text.length - 1)];
      const around = [node.data.slice(0, start), other.data.slice(end + 1)]; // not a part of a word
      if (!/[\p{L}\p{N}]$/u.test(around[0]) && !/^[\p{L}\p{N}]/u.test(around[1])) return place;
    }
    return -1;
  }

  // A place in the bare text as a node and an offset in it.
  locate(place) {
    const number = lastUpTo(this.starts, place);
    const node = this.nodes[number];
    let left = place - this.starts[number];
    for (const run of node.data.matchAll(BARE)) {
      if (left < run[0].length) return [node, run.index + left];
      left -= run[0].length;
    }
  }

  // Characters of a sentence as a range of the page, with the marks at their edges; null where it is not there.
  range(index, first = 0, last = Infinity) {
    const { text } = this.sentences[index];
    const length = bare(text.slice(first, last)).length;
    if (this.places[index] < 0 || !length) return null;
    const from = this.places[index] + bare(text.slice(0, first)).length;
    const range = document.createRange();
    const [startNode, start] = this.locate(from);
    const [endNode, end] = this.locate(from + length - 1);
    range.setStart(startNode, startNode.data.slice(0, start).search(/[^\s\p{L}\p{N}]*$/u));
    range.setEnd(endNode, end + /.[^\s\p{L}\p{N}]*/su.exec(endNode.data.slice(end))[0].length);
    return range;
  }

  // The sentence at a place of the page and how many bare characters into it; null where nothing of that is said.
  at(node, offset) {
    const number = this.numbers.get(node);
    if (number === undefined) return null;
    const place = this.starts[number] + bare(node.data.slice(0, offset)).length;
    const index = this.order[lastUpTo(this.order, place, (item) => this.places[item])];
    const into = place - this.places[index];
    return into <= this.wanted[index]?.length ? { index, into } : null;
  }

  block(index) {
    return this.places[index] < 0 ? null : this.locate(this.places[index])[0].parentElement.closest(BLOCK);
  }

  // The first sentence that begins in the paragraph that a node of the page is in.
  paragraphOf(node) {
    const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(BLOCK);
    if (!block || !this.root.contains(block)) return undefined;
    const place = this.starts[this.firstIn(block)];
    const index = this.order[lastUpTo(this.order, place - 1, (item) => this.places[item]) + 1];
    return index !== undefined && block.contains(this.block(index)) ? index : undefined;
  }
}

// The longest run of [index, place] pairs whose places rise.
const inOrder = (pairs) => {
  const [ends, before] = [[], []];
  pairs.forEach(([, place], number) => {
    const at = lastUpTo(ends, place - 1, (end) => pairs[end][1]) + 1;
    before[number] = ends[at - 1];
    ends[at] = number;
  });
  const run = [];
  for (let number = ends.at(-1); number !== undefined; number = before[number]) run.push(pairs[number]);
  return run.reverse();
};
