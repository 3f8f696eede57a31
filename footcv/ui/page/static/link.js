// The WebSocket to footcv: comes back by itself when it breaks.

const SESSION_OVER = 1001;
const SHOWN_ELSEWHERE = 4000;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 3000;

export class Link extends EventTarget {
  #socket = null;
  #wait_ms = FIRST_WAIT_MS;

  // Events: settings, state (detail: the message), picture (detail: {number, jpeg}), open, lost, over, elsewhere.
  open() {
    const socket = new WebSocket(`ws://${location.host}/live${location.search}`);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      this.#wait_ms = FIRST_WAIT_MS;
      this.#tell("open");
    });
    socket.addEventListener("message", ({ data }) => this.#take(data));
    socket.addEventListener("close", ({ code }) => {
      if (code === SESSION_OVER) this.#tell("over");
      else if (code === SHOWN_ELSEWHERE) this.#tell("elsewhere");
      else {
        this.#tell("lost");
        setTimeout(() => this.open(), this.#wait_ms);
        this.#wait_ms = Math.min(2 * this.#wait_ms, LONGEST_WAIT_MS);
      }
    });
    this.#socket = socket;
  }

  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #take(data) {
    if (typeof data === "string") {
      const message = JSON.parse(data);
      if (message.settings) this.#tell("settings", message.settings);
      else {
        this.#tell("state", message);
        this.send({ told: message.n });
      }
    } else {
      this.#tell("picture", { number: Number(new DataView(data).getBigUint64(0)), jpeg: data.slice(8) });
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
