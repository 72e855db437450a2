// What is seen and pressed: made of elements, never of HTML, so that pages with Trusted Types can have it.

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const SLEEPS = [5, 15, 30, 60]; // minutes
const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M8 6v12M16 6v12",
  close: "M6 6l12 12M18 6L6 18",
  lastArticle: "M6 6v12M18 6l-8 6 8 6z",
  nextArticle: "M18 6v12M6 6l8 6-8 6z",
  lastParagraph: "M12 6L6 12l6 6M18 6l-6 6 6 6",
  nextParagraph: "M6 6l6 6-6 6M12 6l6 6-6 6",
  lastSentence: "M14 6l-6 6 6 6",
  nextSentence: "M10 6l6 6-6 6",
};
const LOOKS = sheet(LOOKS_CSS);

class Face {
  ui = {};
  texts = {};
  message = "";
  formats = {};

  constructor(player) {
    this.player = player;
    this.root = player.element.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [LOOKS];
    this.bar = new Bar(this);
  }

  get language() {
    const { element, data } = this.player;
    const wanted = element.closest("[lang]")?.lang || data?.language || navigator.language;
    return TEXTS[wanted.slice(0, 2).toLowerCase()] ? wanted : "en";
  }

  unit(value, unit, unitDisplay = "short") {
    const { language, formats } = this;
    const format = (formats[language + unit + unitDisplay] ??= new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay })); // slow to make
    return format.format(value);
  }

  // "1 minute 5 seconds"
  spoken(seconds) {
    const parts = hoursMinutesSeconds(seconds).map((value, at) => value && this.unit(value, ["hour", "minute", "second"][at], "long"));
    return parts.filter(Boolean).join(" ") || this.unit(0, "second", "long");
  }

  button(name, click, face = icon(ICONS[name]), label = this.texts[name]) {
    return (this.ui[name] = make("button", { className: "icon", ariaLabel: label, title: label, click }, face));
  }

  // −10 and +10 seconds
  jump(sign, seconds) {
    const { player } = this;
    return this.button(sign, () => player.seek(player.moment + seconds), sign + Math.abs(seconds), sign + this.unit(Math.abs(seconds), "second", "long"));
  }

  plain(name, click) {
    return (this.ui[name] = make("button", { click }, this.texts[name]));
  }

  labelled(name, field) {
    return make("label", {}, this.texts[name], (this.ui[name] = field));
  }

  build() {
    const { player, language, ui } = this;
    this.texts = textsOf(language.slice(0, 2).toLowerCase());
    const toggle = () => (player.wanted ? player.pause() : player.play());
    ui.play = make("button", { className: "icon play", part: "play", click: toggle });
    ui.label = make("span", { className: "label", part: "title", ariaHidden: "true", click: toggle });
    ui.status = make("p", { className: "quiet", role: "status" });
    ui.native = make("slot");
    ui.words = make("bdi"); // its direction is that of its own language
    ui.report = make("button", { className: "report", part: "report", click: () => ask(player) }, this.texts.report);
    ui.panel = make("div", { part: "panel" }, this.time(), this.controls(), this.more());
    ui.box = make(
      "section",
      { className: "box", part: "player", ariaLabel: this.texts.listen, lang: language, dir: /^(ar|he)/.test(language) ? "rtl" : "ltr" },
      ui.status,
      make("div", { className: "top" }, ui.play, ui.label, this.plain("retry", () => player.retry()), this.button("close", () => this.bar.dismiss())),
      ui.native,
      ui.panel,
      make("p", { className: "note", part: "disclosure" }, ui.words, ui.report),
    );
    ui.close.hidden = true;
    this.root.replaceChildren((ui.place = make("div", {}, ui.box)));
    this.draw();
  }

  time() {
    const { player, ui } = this;
    const shown = () => make("span", { ariaHidden: "true" });
    const keydown = (event) => {
      const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5 }[event.key];
      if (!step) return;
      event.preventDefault();
      player.seek(player.moment + step);
    };
    const input = () => player.seek(ui.slider.value);
    ui.slider = make("input", { type: "range", min: 0, step: 0.1, part: "slider", ariaLabel: this.texts.position, input, keydown });
    return make("div", { className: "line time" }, (ui.passed = shown()), ui.slider, (ui.left = shown()));
  }

  controls() {
    const { player, ui } = this;
    const sentence = (step) => () => player.step(player.data.sentences.map(startOf), step);
    const paragraph = (step) => () => player.step(player.reading.paragraphs().map((index) => player.data.sentences[index].start), step);
    ui.rate = make("select", { ariaLabel: this.texts.speed, change: () => (player.element.rate = ui.rate.value) });
    return make(
      "div",
      { className: "line keys time", part: "controls" },
      this.button("lastArticle", () => player.move(-1)),
      this.button("lastParagraph", paragraph(-1)),
      this.button("lastSentence", sentence(-1)),
      this.jump("−", -10),
      this.jump("+", 10),
      this.button("nextSentence", sentence(1)),
      this.button("nextParagraph", paragraph(1)),
      this.button("nextArticle", () => player.move(1)),
      ui.rate,
    );
  }

  more() {
    const { player, ui } = this;
    const option = (text, value) => make("option", { value }, text);
    const sleeps = SLEEPS.map((minutes) => option(this.unit(minutes, "minute"), minutes));
    sleeps.push(option(this.texts.end, "end"));
    ui.list = make("select", { className: "from", ariaLabel: this.texts.from });
    ui.downloads = make("span", { className: "line" });
    const lines = [
      make("div", { className: "line" }, ui.list, this.plain("from", () => player.playFrom(ui.list.value))),
      this.labelled("follow", make("input", { type: "checkbox", checked: player.element.hasAttribute("auto-scroll") })),
      this.labelled("volume", make("input", { type: "range", min: 0, max: 1, step: 0.05, input: () => (player.element.volume = ui.volume.value) })),
      this.labelled("sleep", make("select", { change: () => player.sleepIn(ui.sleep.value) }, option(this.texts.off, ""), ...sleeps)),
      make("div", { className: "line" }, this.plain("share", () => this.share()), ui.downloads),
    ];
    return make("details", { toggle: () => this.fillList() }, make("summary", {}, this.texts.more), make("div", { className: "more" }, ...lines));
  }

  // What depends on the edition and not on the time.
  fill() {
    const { player, ui } = this;
    const link = ({ src }) => {
      const name = `${this.texts.download} ${src.split(".").pop().slice(0, 5).toUpperCase()}`;
      return make("a", { className: "link", href: src, download: "", click: () => player.emit("download", { src }) }, name);
    };
    ui.downloads.replaceChildren(...player.data.audio.map(link));
    ui.list.replaceChildren();
    this.fillList();
    this.draw();
  }

  // Paragraphs under their chapters, once somebody wants to see them.
  fillList() {
    const { list } = this.ui;
    if (!this.player.data || list.options.length || !list.closest("details").open) return;
    const { sentences, chapters } = this.player.data;
    let [group, chapter] = [list, -1];
    for (const index of this.player.reading.paragraphs()) {
      const { text, start } = sentences[index];
      const at = lastUpTo(chapters, start + 0.01, startOf);
      if (at !== chapter) list.append((group = make("optgroup", { label: chapters[(chapter = at)].title })));
      group.append(make("option", { value: index }, `${clock(start)}  ${text.slice(0, 60)}`));
    }
  }

  draw() {
    const { player, ui, texts } = this;
    const { data, state, started, moment, queue, entry } = player;
    if (!ui.box) return;
    const ready = state === "ready";
    const playing = player.wanted && ready;
    const minutes = ready ? ` · ${this.unit(Math.max(1, Math.round((player.whole - moment) / player.audio.playbackRate / 60)), "minute")}` : "";
    const call = (moment > 3 ? texts.resume : texts.listen) + minutes;
    const title = data?.chapters[lastUpTo(data.chapters, moment, startOf)]?.title || data?.headline;
    ui.play.ariaLabel = playing ? texts.pause : call;
    ui.play.ariaDisabled = !data;
    ui.play.replaceChildren(icon(ICONS[playing ? "pause" : "play"]));
    ui.label.textContent = this.message || texts[state] || (playing ? title : call);
    ui.retry.hidden = state !== "failed";
    ui.native.hidden = state !== "failed" || !!data;
    ui.panel.hidden = !started || !data;
    ui.lastArticle.hidden = !entry;
    ui.nextArticle.hidden = entry + 1 >= queue.length;
    ui.words.textContent = player.element.getAttribute("disclosure") || data?.disclosure || texts.disclosure;
    ui.words.lang = data?.language || this.language;
    ui.report.hidden = !reportsTo(player);
    this.drawRates(player.audio.playbackRate);
    ui.volume.value = player.audio.volume;
    this.position();
  }

  drawRates(rateNow) {
    const { rate } = this.ui;
    const option = (value) => make("option", { value }, `${new Intl.NumberFormat(this.language).format(value)}×`);
    if (!rate.length) rate.append(...RATES.map(option));
    rate.value = rateNow;
  }

  position() {
    const { slider, passed, left } = this.ui;
    const { moment, whole, audio } = this.player;
    if (!slider) return;
    const [done, rest] = [clock(moment), `−${clock(Math.max(0, whole - moment) / audio.playbackRate)}`];
    if (passed.textContent === done && left.textContent === rest) return; // once a second: each time is a layout
    slider.max = whole;
    slider.value = moment;
    passed.textContent = done;
    left.textContent = rest;
    slider.ariaValueText = this.texts.of.replace("%", this.spoken(moment)).replace("%", this.spoken(whole));
  }

  // A message where the eye is, for a while; a key of the texts, or words.
  say(message, seconds = 5) {
    this.message = this.texts[message] || message;
    this.announce(message);
    this.draw();
    this.player.later("say", seconds, () => {
      this.message = "";
      this.draw();
    });
  }

  announce(message) {
    this.ui.status.textContent = this.texts[message] || message;
  }

  async share() {
    const url = `${thisPage()}#t=${Math.floor(this.player.moment)}`;
    this.player.emit("share", { url });
    try {
      if (navigator.share) return await navigator.share({ title: this.player.data.headline, url });
      await navigator.clipboard.writeText(url);
      this.say(`✓ ${url}`);
    } catch (error) {
      if (error.name !== "AbortError") this.say(url, 30); // to be copied by hand
    }
  }
}
