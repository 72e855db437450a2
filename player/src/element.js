// The element itself: its attributes, what pages can call, and what it listens to.

class ListenToArticle extends HTMLElement {
  static observedAttributes = ["src", "data", "playlist", "lang", "for", "report", "disclosure"];
  #player = new Player(this);
  #stop = null;

  connectedCallback() {
    const player = this.#player;
    const { face, reading } = player;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const on = (target, name, does) => target.addEventListener(name, does, { signal, passive: name !== "keydown" });
    on(document, "lta-play", (event) => event.composedPath()[0] !== this && this.pause());
    on(document, "keydown", (event) => reading.shortcut(event));
    on(document, "visibilitychange", () => (document.hidden ? player.keepPlace() : player.retry()));
    for (const name of ["wheel", "touchmove"]) on(document, name, () => (reading.free = Date.now() + 8000));
    on(window, "pagehide", () => player.keepPlace());
    on(window, "online", () => player.retry());
    on(window, "hashchange", () => player.toMoment());
    const watch = new IntersectionObserver(([entry]) => face.bar.move(!entry.isIntersecting));
    watch.observe(this);
    on(signal, "abort", () => watch.disconnect());
    face.build();
    player.open();
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#stop = null;
    this.#player.wanted = false;
    this.#player.face.bar.set(false);
    this.#player.close();
  }

  attributeChangedCallback(name) {
    const player = this.#player;
    if (!this.#stop) return;
    if (/src|data|playlist|lang|for/.test(name)) {
      player.face.build();
      player.open();
    } else player.face.draw();
  }

  static {
    for (const name of ["play", "pause", "seek", "playFrom", "retry"])
      this.prototype[name] = function (value) {
        return this.#player[name](value);
      };
  }
  get state() {
    return this.#player.state;
  }
  get paused() {
    return this.#player.audio.paused;
  }
  get duration() {
    return this.#player.whole;
  }
  get currentTime() {
    return this.#player.moment;
  }
  set currentTime(seconds) {
    this.#player.seek(seconds);
  }
  get rate() {
    return this.#player.audio.playbackRate;
  }
  set rate(rate) {
    this.#player.pace(rate);
    memory({ rate: this.rate });
    this.#player.emit("rate", { rate: this.rate });
  }
  get volume() {
    return this.#player.audio.volume;
  }
  set volume(volume) {
    this.#player.audio.volume = clamp(Number(volume) || 0, 0, 1);
    memory({ volume: this.volume });
  }
  get next() {
    return this.#player.queue.slice(this.#player.entry + 1);
  }
  set next(addresses) {
    const player = this.#player;
    player.queue = [...player.queue.slice(0, player.entry + 1), ...addresses];
    player.face.draw();
  }
}
