// The mini player: the box at the foot of the window while its place in the page is out of sight.

class Bar {
  away = false;
  dismissed = false;
  reserved = null;

  constructor(face) {
    this.face = face;
  }

  get stuck() {
    return !!this.face.ui.box?.classList.contains("stuck");
  }

  move(away = this.away) {
    const { player } = this.face;
    this.away = away;
    if (!away) this.dismissed = false;
    this.set(away && player.started && !this.dismissed && player.element.hasAttribute("sticky"));
  }

  dismiss() {
    this.dismissed = true;
    this.set(false);
    this.face.ui.play.focus({ preventScroll: true });
  }

  set(stuck) {
    const { box, place, close } = this.face.ui;
    if (stuck === this.stuck) return;
    place.style.minHeight = stuck ? `${box.offsetHeight}px` : ""; // the text does not jump
    box.classList.toggle("stuck", stuck);
    close.hidden = !stuck;
    this.reserve(stuck ? box.offsetHeight : 0);
  }

  // Room under the page for the bar, by a sheet, so that no element of the page is touched.
  reserve(height) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== this.reserved);
    this.reserved = height && sheet(`html { scroll-padding-bottom: ${height + 8}px; padding-bottom: ${height}px; }`);
    if (height) document.adoptedStyleSheets.push(this.reserved);
  }
}
