// Short tones, made here: no files.

// Notes of each tone: frequency in Hz, start and length in s.
const TONES = {
  "hold-start": [[523, 0, 0.12], [784, 0.1, 0.22]],
  "hold-end": [[784, 0, 0.12], [523, 0.1, 0.26]],
  count: [[880, 0, 0.09]],
  fault: [[330, 0, 0.14], [262, 0.17, 0.24]],
  // Where a word should be and there is no voice.
  word: [[659, 0, 0.1], [659, 0.15, 0.1]],
};
const LOUDNESS = 0.22;

export class Tones {
  #context = null;
  #onBlocked;

  // `onBlocked` is called with true when the browser wants a touch or a key first, with false when it has had one.
  constructor(onBlocked) {
    this.#onBlocked = onBlocked;
    try {
      this.#context = new AudioContext({ latencyHint: "interactive" });
    } catch {
      return; // no sound at all
    }
    const tell = () => onBlocked(this.#context.state === "suspended");
    this.#context.addEventListener("statechange", tell);
    const wake = () => this.#context.resume().catch(() => {});
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, wake, { capture: true, passive: true });
    // A browser that lets it play says so within a moment.
    setTimeout(tell, 700);
  }

  get available() {
    return this.#context !== null;
  }

  play(name) {
    const context = this.#context;
    // What could not be heard when it was due is not played later.
    if (!context || context.state !== "running") return;
    for (const [hz, after, lasts] of TONES[name] ?? []) {
      const start = context.currentTime + after;
      const oscillator = new OscillatorNode(context, { type: "triangle", frequency: hz });
      const gain = new GainNode(context, { gain: 0 });
      // Without ramps it clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.001, start + lasts);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + lasts + 0.02);
    }
  }

  // Plays a WAV; returns a function that stops it. `ended` is called once, however it ends.
  async playFile(bytes, ended) {
    const buffer = await this.#context.decodeAudioData(bytes);
    if (this.#context.state !== "running") {
      ended();
      return () => {};
    }
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.addEventListener("ended", ended, { once: true });
    source.connect(this.#context.destination);
    source.start();
    return () => source.stop();
  }
}
