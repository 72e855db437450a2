// "Report a mispronunciation": opens with the word that is selected in the page, else the one now heard; one more tap says
// what was wrong with it.

const KINDS = ["wrong", "skipped", "extra", "voice", "other"];

const reportsTo = ({ element, data }) => {
  const to = element.getAttribute("report") ?? data?.report ?? "";
  return data?.words.length && /^(https?:|mailto:|\/)/.test(to) ? to : "";
};

const ask = (player) => {
  const { data, face } = player;
  const { words, sentences } = data;
  const { texts, ui } = face;
  const resume = player.wanted;
  const selection = getSelection();
  const { startContainer, startOffset } = selection.isCollapsed ? {} : selection.getRangeAt(0);
  const selected = startContainer ? player.reading.wordAt(startContainer, startOffset) : -1;
  const current = selected < 0 ? Math.max(0, lastUpTo(words, player.moment + 0.004, startOf)) : selected;
  const near = [...words.keys()].filter((number) => [0, 1].includes(words[current].index - words[number].index));
  const written = ({ index, first, last }) => sentences[index].text.slice(first, last);
  const options = near.map((value) => make("option", { value, selected: value === current }, written(words[value])));
  const chosen = make("select", { ariaLabel: texts.report }, ...options);
  const note = make("input", { type: "text", maxLength: 500 });
  const trouble = make("p", { role: "alert", className: "note" });
  const button = (key, click) => make("button", { value: key, click }, texts[key]);
  const send = async (kind) => {
    trouble.textContent = "";
    if (!(await sent(player, { ...about(data, words[chosen.value]), kind, note: note.value.trim(), page: thisPage() }))) {
      trouble.textContent = texts.unsent;
      return;
    }
    dialog.close();
    face.say("sent");
  };
  const dialog = make(
    "dialog",
    { ariaLabel: texts.report },
    make(
      "div",
      { className: "ask" },
      make("b", {}, texts.report),
      chosen,
      ...KINDS.map((kind) => button(kind, () => send(kind))),
      make("label", {}, texts.note, note),
      button("close", () => dialog.close()),
      trouble,
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    ui.report.focus();
    if (resume) player.play();
  });
  ui.box.append(dialog);
  player.pause(); // a voice over a screen reader's helps nobody
  dialog.showModal();
};

const about = ({ id, sentences, versions }, { index, first, last, start }) => {
  const { id: sentence, text, voice } = sentences[index];
  const characters = (units) => [...text.slice(0, units)].length; // as words.json counts
  return { edition: id, sentence, word: text.slice(first, last), first: characters(first), last: characters(last), time: start, voice, versions };
};

const sent = async (player, report) => {
  const to = reportsTo(player);
  if (!player.emit("report", report)) return true; // the page took it
  if (to.startsWith("mailto:")) {
    const [subject, body] = [`${report.kind}: ${report.word}`, JSON.stringify(report, null, 1)].map(encodeURIComponent);
    open(`${to}${to.includes("?") ? "&" : "?"}subject=${subject}&body=${body}`, "_self");
    return true;
  }
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(report), credentials: "omit", keepalive: true };
  return fetch(new URL(to, document.baseURI), options).then(
    (answer) => answer.ok,
    () => false,
  );
};
