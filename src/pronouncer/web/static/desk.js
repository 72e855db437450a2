// Hear a sentence by a click or Enter, one at a time; the rest of the desk works without this file.
(() => {
  const told = document.getElementById("told");
  const audio = new Audio();
  let pressed = null;
  let timer = 0;

  const tell = (text) => {
    told.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (told.textContent = ""), 6000);
  };
  const release = () => {
    if (pressed) pressed.setAttribute("aria-pressed", "false");
    pressed = null;
  };
  const play = (button) => {
    const again = pressed === button;
    audio.pause();
    release();
    if (again) return;
    pressed = button;
    button.setAttribute("aria-pressed", "true");
    audio.src = button.dataset.sound;
    audio.play().catch(() => {
      if (pressed === button) {
        tell("This sentence cannot be played now.");
        release();
      }
    });
  };
  audio.addEventListener("ended", release);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sound]");
    if (button) play(button);
    const fill = event.target.closest("[data-fill]");
    if (fill) {
      const form = document.getElementById("entry");
      for (const [name, value] of Object.entries(JSON.parse(fill.dataset.fill))) {
        if (form && form.elements[name]) form.elements[name].value = value;
      }
      if (form) form.elements.pronunciation.focus();
    }
  });
  // A word that is judged: tapped, it is wrong; tapped again, it is right. Without this, the server turns it over.
  document.addEventListener("click", (event) => {
    const word = event.target.closest("[data-word]");
    if (!word) return;
    event.preventDefault();
    const wrong = word.getAttribute("aria-pressed") !== "true";
    word.setAttribute("aria-pressed", String(wrong));
    document.getElementById(word.dataset.word).disabled = !wrong;
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...document.querySelectorAll(".said")];
    const step = { j: 1, k: -1 }[event.key];
    if (step && all.length) {
      const place = all.indexOf(document.activeElement);
      all[Math.max(0, Math.min(all.length - 1, place < 0 ? 0 : place + step))].focus();
    }
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.sure;
    if (question && !confirm(question)) event.preventDefault();
  });
})();
