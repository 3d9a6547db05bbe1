// The draw pair by pair: without this script the page shows all of it. Keys as a presenter's remote sends them.
const stage = document.querySelector("[data-draw-show]");
const rows = stage ? [...stage.querySelectorAll(".pairs > li")] : [];
if (rows.length) {
  const marks = [...stage.querySelectorAll("svg [data-turn]")];
  const counter = stage.querySelector("[data-count]");
  const sound = stage.querySelector("[data-sound]");
  let shown = 0;
  let audio;

  const ring = () => {
    if (sound.getAttribute("aria-pressed") !== "true") return;
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 523 + 40 * (shown % 8);
    volume.gain.setValueAtTime(0.15, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.6);
  };

  const show = (number) => {
    const before = shown;
    shown = Math.max(0, Math.min(rows.length, number));
    rows.forEach((row, place) => {
      row.classList.toggle("is-off", place >= shown);
      row.setAttribute("aria-hidden", String(place >= shown));
      row.classList.toggle("hot", place === shown - 1);
    });
    marks.forEach((mark) => {
      const turn = Number(mark.dataset.turn);
      mark.classList.toggle("is-off", turn > shown);
      mark.classList.toggle("hot", turn === shown);
    });
    counter.textContent = counter.dataset.count.replace("{n}", shown);
    if (shown > before) {
      const row = rows[shown - 1];
      const words = row.textContent.replace(/\s+/g, " ").trim();
      document.getElementById("said").textContent = `${counter.textContent}: ${words}`;
      ring();
    }
  };

  const steps = {
    next: () => show(shown + 1),
    back: () => show(shown - 1),
    all: () => show(rows.length),
    start: () => show(0),
  };
  const keys = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", End: "all", Home: "start" };

  stage.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) steps[button.dataset.step]();
  });
  sound.addEventListener("click", () => {
    sound.setAttribute("aria-pressed", String(sound.getAttribute("aria-pressed") !== "true"));
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    const isPress = event.key === " " && event.target.closest("button, a");
    if (isPlain && !isPress && keys[event.key]) {
      event.preventDefault();
      steps[keys[event.key]]();
    }
  });
  stage.querySelector("[data-steps]").hidden = false;
  stage.classList.add("is-live");
  show(0);
}
