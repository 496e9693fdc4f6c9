// Terminals of the test server: a shell that echoes, and repeats each line.

/** @typedef {import('ws').WebSocket} WebSocket */
/** @typedef {{ id: string, container: string, name: string, user: string, openedAt: string }} TerminalEntry */

class TestTerminal {
  /** @param {TerminalEntry} entry @param {(id: string) => void} forget */
  constructor(entry, forget) {
    this.entry = entry;
    this.forget = forget;
    this.output = Buffer.from('$ ');
    this.line = '';
    this.size = '';
    /** @type {WebSocket | undefined} */
    this.socket = undefined;
  }

  /** @param {WebSocket} socket @param {number | undefined} offset */
  attach(socket, offset) {
    if (this.socket) this.leave({ reason: 'taken-over', detail: 'The terminal was opened in another tab.' });
    this.socket = socket;
    const from = offset ?? 0;
    send(socket, { type: 'attached', offset: from, end: this.output.length, anew: offset === undefined });
    socket.send(this.output.subarray(from));
    socket.on('message', (data, isBinary) => {
      if (!Buffer.isBuffer(data) || this.socket !== socket) return;
      if (isBinary) this.type(data.toString());
      else this.receive(data.toString());
    });
    socket.on('close', () => {
      if (this.socket === socket) this.socket = undefined;
    });
  }

  /** @param {string} text */
  receive(text) {
    /** @type {unknown} */
    const json = JSON.parse(text);
    const frame = /** @type {{ type: string, columns: number, rows: number }} */ (json);
    if (frame.type === 'resize') this.size = `${frame.columns}x${frame.rows}`;
  }

  /** @param {string} text */
  type(text) {
    for (const character of text) {
      if (character !== '\r') {
        this.line += character;
        this.print(character);
        continue;
      }
      const line = this.line;
      this.line = '';
      if (line === 'exit') this.end({ reason: 'exited', detail: 'The shell ended with exit code 0.' });
      else this.print(`\r\n${this.answer(line)}\r\n$ `);
    }
  }

  /** @param {string} line */
  answer(line) {
    if (line === 'size') return this.size;
    if (line === 'colours') return '\u001b[38;2;10;120;60mtrue colour\u001b[0m https://example.org/docs';
    return `you typed ${line}`;
  }

  /** @param {string} text */
  print(text) {
    const bytes = Buffer.from(text);
    this.output = Buffer.concat([this.output, bytes]);
    this.socket?.send(bytes);
  }

  /** @param {{ reason: string, detail: string }} end */
  leave(end) {
    if (!this.socket) return;
    send(this.socket, { type: 'ended', ...end });
    this.socket.close(4410, end.reason);
    this.socket = undefined;
  }

  /** @param {{ reason: string, detail: string }} end */
  end(end) {
    this.leave(end);
    this.forget(this.entry.id);
  }
}

export class TestTerminals {
  /** @type {Map<string, TestTerminal>} */
  terminals = new Map();
  opened = 0;

  /** @param {{ id: string, name: string }} container @param {string} user */
  open({ id: container, name }, user) {
    const id = (++this.opened).toString(16).padStart(32, '0');
    const entry = { id, container, name, user, openedAt: new Date().toISOString() };
    this.terminals.set(id, new TestTerminal(entry, (each) => this.terminals.delete(each)));
    return entry;
  }

  list() {
    const endsAt = new Date(Date.now() + 600_000).toISOString();
    return [...this.terminals.values()]
      .reverse()
      .map(({ entry, socket }) => ({ ...entry, attached: socket !== undefined, ...(!socket && { endsAt }) }));
  }

  /** @param {string} id @returns {boolean} whether there was one */
  end(id) {
    const terminal = this.terminals.get(id);
    terminal?.end({ reason: 'closed', detail: 'You have ended the terminal.' });
    return terminal !== undefined;
  }

  /** Ends all terminals of a container. @param {string} container */
  lose(container) {
    for (const terminal of this.terminals.values()) {
      if (terminal.entry.container === container) {
        terminal.end({ reason: 'connection-lost', detail: 'The connection to the SSH server was lost.' });
      }
    }
  }

  /** @param {WebSocket} socket @param {string} id @param {string | null} offset */
  attach(socket, id, offset) {
    const terminal = this.terminals.get(id);
    if (terminal) {
      terminal.attach(socket, offset === null ? undefined : Number(offset));
    } else {
      send(socket, { type: 'ended', reason: 'not-found', detail: 'You have no such terminal.' });
      socket.close(4410);
    }
  }
}

/** @param {WebSocket} socket @param {object} frame */
function send(socket, frame) {
  socket.send(JSON.stringify(frame));
}
