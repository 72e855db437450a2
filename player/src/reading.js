// Follows the voice in the page's own text, and plays from a place in it.

const MARKS = typeof Highlight === "function" && CSS.highlights && { word: new Highlight(), sentence: new Highlight() };
if (MARKS) {
  MARKS.word.priority = 1; // over the sentence
  for (const [name, mark] of Object.entries(MARKS)) CSS.highlights.set(`lta-${name}`, mark);
  document.adoptedStyleSheets.push(sheet(MARKS_CSS));
}

class Reading {
  shown = -1; // number of the marked word
  ranges = {};
  page = null;
  free = 0; // until when the reader scrolls and we do not

  constructor(player) {
    this.player = player;
  }

  enter() {
    this.leave();
    const { element, data } = this.player;
    const near = () => element.closest("article") || element.closest("main") || document.querySelector("article, main");
    const root = (element.hasAttribute("for") ? document.querySelector(element.getAttribute("for")) : near()) || document.body;
    this.page = new PageText(root, data.sentences);
    this.watch = new MutationObserver(() => {
      this.timer ??= setTimeout(() => this.reread(), 200);
    });
    this.watch.observe(root, { childList: true, characterData: true, subtree: true });
    this.clicks = new AbortController();
    root.addEventListener("click", (event) => this.clicked(event), { signal: this.clicks.signal });
  }

  reread() {
    this.timer = null;
    if (!this.page) return;
    const { shown } = this;
    this.starts = null;
    this.page.read();
    this.mark(-1);
    this.mark(shown);
  }

  leave() {
    this.watch?.disconnect();
    this.clicks?.abort();
    this.mark(-1);
    this.page = this.starts = null;
  }

  mark(number) {
    if (number === this.shown || !MARKS) return;
    const words = this.player.data?.words || [];
    const [word, last] = [words[number], words[this.shown]];
    const same = word && last?.index === word.index;
    this.shown = number;
    this.swap("word", word && this.page?.range(word.index, word.first, word.last));
    if (same) return;
    const range = word && this.page?.range(word.index);
    this.swap("sentence", range);
    if (range) this.follow(range);
  }

  swap(name, range) {
    if (this.ranges[name]) MARKS[name].delete(this.ranges[name]);
    if (range) MARKS[name].add(range);
    this.ranges[name] = range;
  }

  follow(range) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || !this.player.wanted || !this.player.face.ui.follow.checked || Date.now() < this.free) return;
    const { top, bottom } = range.getBoundingClientRect();
    if (top < innerHeight * 0.1 || bottom > innerHeight * 0.75) scrollBy({ top: top - innerHeight * 0.3, behavior: "smooth" });
  }

  // Sentences that begin a paragraph: by the blocks of the page, else by the longer pause.
  paragraphs() {
    const { sentences } = this.player.data;
    const place = (index) => this.page.block(index);
    this.starts ??= [...sentences.keys()].filter((index) => {
      if (!index) return true;
      const [here, before] = [place(index), place(index - 1)];
      if (here === null || before === null) return sentences[index].start - sentences[index - 1].end > 0.45;
      return here !== before;
    });
    return this.starts;
  }

  clicked(event) {
    const { player } = this;
    if (!player.element.hasAttribute("click-to-play") || event.defaultPrevented || !getSelection().isCollapsed) return;
    if (event.target.closest(`${NAME}, a, button, input, select, textarea, label, summary, [contenteditable]`)) return;
    const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const word = player.data.words[caret && this.wordAt(caret.offsetNode, caret.offset)];
    if (!word) return;
    player.seek(word.start);
    player.play();
  }

  // The number of the word at a place of the page; -1 where nothing of that is said.
  wordAt(node, offset) {
    const found = this.page.at(node, offset);
    if (!found) return -1;
    const { words, sentences } = this.player.data;
    const { text } = sentences[found.index];
    return words.findLastIndex((item) => item.index === found.index && bare(text.slice(0, item.first)).length <= found.into);
  }

  // Alt+P, or another letter: plays from the paragraph that has the focus or the caret.
  shortcut(event) {
    const key = this.player.element.getAttribute("shortcut") ?? "P";
    if (!this.page || !event.altKey || event.ctrlKey || event.metaKey || event.code !== `Key${key.toUpperCase()}`) return;
    const focused = document.activeElement;
    const node = focused === document.body ? getSelection().anchorNode : focused;
    const index = node ? this.page.paragraphOf(node) : undefined;
    if (index === undefined) return;
    event.preventDefault();
    this.player.playFrom(index);
  }
}
