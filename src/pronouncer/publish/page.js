"use strict";
// Follows the audio: one cue for each word, the word marked through CSS Custom Highlight.
(() => {
  const audio = document.querySelector("audio");
  const status = document.getElementById("status");
  const times = JSON.parse(document.getElementById("times").textContent);
  const marks = typeof Highlight === "function" && CSS.highlights
    ? { sentence: new Highlight(), word: new Highlight() } : null;
  if (marks) for (const [name, mark] of Object.entries(marks)) CSS.highlights.set(name, mark);

  const track = audio.addTextTrack("metadata", "words");
  track.mode = "hidden";
  const words = [];
  for (const [id, spans] of times) {
    const sentence = document.getElementById(id);
    const first = words.length;
    for (const [start, end, at, until] of spans) {
      words.push({ sentence, start, end, at, first });
      const cue = new VTTCue(at, Math.max(until, at + 0.001), "");
      cue.id = String(words.length - 1);
      track.addCue(cue);
    }
  }

  const range = (node, start, end) => {
    const found = document.createRange();
    found.setStart(node, start);
    found.setEnd(node, end);
    return found;
  };

  let spoken = -1;
  const show = (index) => {
    if (index === spoken) return;
    const before = words[spoken];
    spoken = index;
    const word = words[index];
    if (before && before.sentence !== (word && word.sentence)) before.sentence.classList.remove("now");
    if (marks) { marks.word.clear(); marks.sentence.clear(); }
    if (!word) return;
    if (!marks) { word.sentence.classList.add("now"); return; }
    const text = word.sentence.firstChild;
    marks.sentence.add(range(text, 0, text.length));
    marks.word.add(range(text, word.start, word.end));
  };

  track.addEventListener("cuechange", () => {
    const active = track.activeCues;
    if (active && active.length) show(Number(active[active.length - 1].id));
  });
  audio.addEventListener("ended", () => show(-1));
  audio.addEventListener("error", () => { status.textContent = "The audio could not be loaded."; }, true);

  // A click on a word plays from there; selecting text does not.
  document.querySelector("article").addEventListener("click", (event) => {
    const sentence = event.target.closest(".sentence");
    if (!sentence || !document.getSelection().isCollapsed) return;
    const caret = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY)
      : null;
    const offset = caret && caret.offsetNode === sentence.firstChild ? caret.offset : 0;
    const own = words.filter((word) => word.sentence === sentence);
    if (!own.length) return;
    audio.currentTime = (own.filter((word) => word.start <= offset).pop() || own[0]).at + 0.001;
    audio.play();
  });
})();
