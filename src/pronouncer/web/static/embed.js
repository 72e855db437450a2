// Puts the player where its own script element stands: <script src="https://listen.example.org/player/embed.js" defer></script>
(() => {
  const own = document.currentScript;
  const base = new URL(own.src).origin;
  const canonical = document.querySelector('link[rel="canonical"]');
  const page = own.dataset.url || (canonical && canonical.href) || location.href.split("#")[0];
  const player = document.createElement("listen-to-article");
  for (const [name, value] of Object.entries(own.dataset)) {
    if (name !== "url") player.setAttribute(name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`), value);
  }
  player.setAttribute("src", `${base}/player/words.json?url=${encodeURIComponent(page)}`);
  own.before(player);
  if (customElements.get("listen-to-article")) return;
  const script = document.createElement("script");
  script.src = `${base}/player/listen-to-article.js`;
  script.nonce = own.nonce;
  document.head.append(script);
})();
