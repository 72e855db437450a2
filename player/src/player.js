// Loads an edition and plays it; what to do when either fails.

class Player {
  audio = new Audio();
  data = null; // what `opened` gives
  queue = [""]; // addresses of words.json
  entry = 0; // of the list, now playing
  state = "loading"; // loading, making, failed, ready
  wanted = false; // whether the listener wants sound now
  started = false;
  turn = 0; // counts loads: a late answer to an early question is dropped
  tries = 0;
  tenth = 0;
  kept = 0;
  heard = 0; // seconds; at a cut some formats jump to the end
  timers = {};

  constructor(element) {
    this.element = element;
    this.audio.preload = "none";
    this.reading = new Reading(this);
    this.face = new Face(this);
    Object.assign(this.audio, {
      onplay: () => this.began(),
      onpause: () => this.paused(),
      onplaying: () => this.flows(),
      onwaiting: () => this.waits(),
      onstalled: () => this.later("stall", this.patience, () => this.wanted && this.audio.readyState < 3 && this.fail("failed", "audio")),
      onseeked: () => this.tick(),
      onratechange: () => this.tick(),
      onloadedmetadata: () => this.face.draw(),
      onended: () => this.ended(),
      onerror: () => this.data && this.fail("failed", "audio"),
    });
  }

  get moment() {
    return this.audio.currentTime;
  }

  get whole() {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : this.data?.duration || 0;
  }

  // Seconds before the first new try.
  get patience() {
    return Number(this.element.getAttribute("retry")) || 5;
  }

  later(name, seconds, does) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(does, seconds * 1000);
  }

  emit(name, detail) {
    return this.element.dispatchEvent(new CustomEvent(`lta-${name}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  // ---- Loading ----

  // What the attributes name, or an entry of the list.
  open(entry = 0) {
    const { element } = this;
    if (!arguments.length) this.queue = [element.getAttribute("src") || "", ...(element.getAttribute("playlist") || "").split(/[\s,]+/).filter(Boolean)];
    this.entry = entry;
    this.close();
    this.tries = 0;
    this.load();
  }

  close() {
    this.keepPlace();
    this.turn++;
    for (const name of Object.keys(this.timers)) if (name !== "sleep") clearTimeout(this.timers[name]);
    this.audio.pause();
    this.audio.replaceChildren();
    this.reading.leave();
    this.data = null;
  }

  async load() {
    const turn = ++this.turn;
    this.state = "loading";
    try {
      const [data, base] = await this.fetched();
      if (turn !== this.turn) return;
      this.data = opened(data, base);
      this.ready();
    } catch (error) {
      if (turn === this.turn) this.fail(error === "making" ? error : "failed", "words");
    }
  }

  async fetched() {
    const inline = !this.entry && this.element.getAttribute("data");
    const source = this.queue[this.entry];
    if (inline) return [JSON.parse(document.querySelector(inline).textContent), new URL(source, document.baseURI)];
    const options = { cache: this.tries ? "no-cache" : "default", signal: AbortSignal.timeout(30000) };
    const answer = await fetch(address(source, document.baseURI), options);
    if ([202, 404, 425].includes(answer.status)) throw "making";
    if (!answer.ok) throw new Error(answer.status);
    return [await answer.json(), answer.url];
  }

  ready() {
    const { rate, volume, at } = memory();
    const place = Object(at)[this.data.id];
    this.tries = 0;
    this.state = "ready";
    this.audio.volume = typeof volume === "number" ? clamp(volume, 0, 1) : 1;
    this.pace(rate);
    this.tune(place < this.data.duration - 3 ? place : 0);
    this.reading.enter();
    this.face.fill();
    this.toMoment();
    this.emit("ready", { id: this.data.id, duration: this.data.duration });
  }

  // The browser takes the first rendition that is there and that it can play. It keeps what it has of an address, cut off
  // or not, unless the address is another.
  tune(at) {
    const { audio, data } = this;
    this.state = "ready";
    audio.replaceChildren(...data.audio.map(({ src, type }) => make("source", { src: this.tries ? `${src}#${this.turn++}` : src, type })));
    audio.lastChild.onerror = () => this.data === data && this.fail("failed", "audio");
    audio.load();
    audio.currentTime = at;
    this.face.draw();
    if (this.wanted) this.play();
  }

  fail(state, what, resume = this.moment) {
    this.state = state;
    this.resume = resume;
    const wait = Math.min(this.patience * 2 ** this.tries++, 60) * (0.8 + 0.4 * Math.random());
    this.later("retry", wait, () => document.hidden || this.retry()); // in a hidden tab, when it is seen again
    this.emit("error", { what: state === "making" ? state : what });
    this.face.draw();
    this.face.announce(state);
  }

  retry() {
    clearTimeout(this.timers.retry);
    if (!/making|failed/.test(this.state)) return;
    if (this.data) this.tune(this.resume);
    else this.load();
  }

  // ---- Playing ----

  async play() {
    this.wanted = true;
    if (this.state !== "ready") return this.retry();
    try {
      await this.audio.play();
    } catch (error) {
      if (error.name === "NotAllowedError") this.pause(); // the browser wants a click first
    }
  }

  pause() {
    this.wanted = false;
    this.audio.pause();
    this.face.draw();
  }

  seek(seconds) {
    if (!this.data) return;
    const from = this.moment;
    this.audio.currentTime = clamp(Number(seconds) || 0, 0, this.whole);
    this.tenth = Math.floor((this.moment / this.whole) * 10);
    this.emit("seek", { from, to: this.moment });
    this.tick();
    this.face.draw();
  }

  toMoment() {
    const moment = document.querySelector(NAME) === this.element && momentOf(location.hash);
    if (moment) this.seek(moment);
  }

  pace(rate) {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = clamp(Number(rate) || 1, 0.5, 3);
    this.face.draw();
  }

  playFrom(index) {
    this.seek(this.data?.sentences[index]?.start);
    this.play();
  }

  // To the start of another sentence or paragraph; back goes to the start of this one first, as on every player.
  step(starts, step) {
    const at = Math.max(0, lastUpTo(starts, this.moment + 0.05));
    const back = step < 0 && this.moment - starts[at] > 1.5 * this.audio.playbackRate;
    this.seek(starts[clamp(back ? at : at + step, 0, starts.length - 1)]);
  }

  move(step) {
    this.emit("next", { src: this.queue[this.entry + step] });
    this.open(this.entry + step);
  }

  began() {
    this.started = this.wanted = true;
    this.waits();
    this.emit("play", { time: this.moment });
    this.session();
    this.face.draw();
    this.face.bar.move();
    this.tick();
  }

  waits() {
    this.later("slow", 2, () => this.wanted && this.face.say("slow", 60));
  }

  flows() {
    clearTimeout(this.timers.slow);
    if (this.face.message) this.face.say("");
    this.tick();
  }

  paused() {
    if (this.state !== "ready" || this.audio.ended) return;
    this.wanted = false;
    clearTimeout(this.timers.slow);
    this.keepPlace();
    this.emit("pause", { time: this.moment });
    this.tick();
    this.face.draw();
  }

  ended() {
    if (this.heard < this.data.duration - 3) return this.fail("failed", "audio", this.heard); // the file was cut off
    keepPlace(this.data.id, 0);
    this.progress(10);
    this.emit("end", { id: this.data.id });
    clearTimeout(this.timers.tick);
    this.reading.mark(-1);
    this.wanted = this.entry + 1 < this.queue.length;
    if (this.face.ui.sleep.value === "end") this.sleeps();
    else if (this.wanted) this.move(1);
    else this.face.draw();
  }

  // Shows where the audio is and comes back when the next word begins: as exact as every frame, for less.
  tick() {
    clearTimeout(this.timers.tick);
    if (!this.data) return;
    const { words } = this.data;
    const word = lastUpTo(words, this.moment + 0.004, startOf);
    if (this.moment || this.started) this.reading.mark(word);
    this.face.position();
    if (this.audio.paused || this.audio.seeking) return;
    this.progress(Math.floor((this.moment / this.whole) * 10));
    this.heard = this.moment;
    if (this.moment > this.resume + 1) this.tries = 0;
    if (Math.abs(this.moment - this.kept) > 5) this.keepPlace();
    const wait = ((words[word + 1]?.start ?? Infinity) - this.moment) / this.audio.playbackRate;
    this.later("tick", clamp(wait, 0.001, 0.25), () => this.tick());
  }

  progress(tenth) {
    while (this.tenth < tenth) this.emit("progress", { percent: ++this.tenth * 10 });
  }

  keepPlace() {
    if (!this.data || !this.started || this.audio.ended) return;
    const { moment } = this;
    this.kept = moment;
    keepPlace(this.data.id, moment > 3 && moment < this.whole - 3 ? Math.round(moment * 10) / 10 : 0);
  }

  // After minutes, or "end": of the article.
  sleepIn(minutes) {
    clearTimeout(this.timers.sleep);
    if (minutes > 0) this.later("sleep", minutes * 60, () => this.sleeps());
  }

  sleeps() {
    this.pause();
    this.face.ui.sleep.value = "";
    this.face.say("sleep");
  }

  session() {
    const session = navigator.mediaSession;
    if (!session) return;
    session.metadata = new MediaMetadata({ title: this.data.headline });
    const by = (sign) => (details) => this.seek(this.moment + sign * (details.seekOffset || 10));
    const to = (step) => (this.queue[this.entry + step] === undefined ? null : () => this.move(step));
    const actions = {
      play: () => this.play(),
      pause: () => this.pause(),
      seekbackward: by(-1),
      seekforward: by(1),
      seekto: (details) => this.seek(details.seekTime),
      previoustrack: to(-1),
      nexttrack: to(1),
    };
    for (const [name, does] of Object.entries(actions)) session.setActionHandler(name, does);
  }
}
