import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

/** Writes a log file, whole and without rotation. */
export class Logger {
  #stream;
  #level = LEVELS.indexOf('info');
  #formats = true;

  constructor(_type, _name, file) {
    this.#stream = createWriteStream(file, { flags: 'a' });
    // A log that cannot be written must not end the editor.
    this.#stream.on('error', () => undefined);
  }

  #write(level, message) {
    if (LEVELS.indexOf(level) < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    this.#stream.write(this.#formats ? `${time} [${level}] ${message}\n` : message);
  }

  trace(message) {
    this.#write('trace', message);
  }

  debug(message) {
    this.#write('debug', message);
  }

  info(message) {
    this.#write('info', message);
  }

  warn(message) {
    this.#write('warning', message);
  }

  error(message) {
    this.#write('error', message);
  }

  critical(message) {
    this.#write('critical', message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  setPattern() {
    this.#formats = true;
  }

  clearFormatters() {
    this.#formats = false;
  }

  flush() {}

  drop() {
    this.#stream.end();
  }
}

export const version = 0;

export function setLevel() {}

export function setFlushOn() {}

async function createLogger(name, file) {
  await mkdir(path.dirname(file), { recursive: true });
  return new Logger('', name, file);
}

/** As the package's own. */
export const createRotatingLogger = createLogger;

/** As the package's own. */
export const createAsyncRotatingLogger = createLogger;
