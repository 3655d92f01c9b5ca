import { closeSync, openSync, writeSync } from 'node:fs';
import * as z from 'zod';
import { asError } from '../asError.ts';

/** Bytes of lines that are kept back while they cannot be written; further lines are lost. */
const KEPT_BACK = 1024 * 1024;
/** Milliseconds after which lines that were kept back are tried again. */
const AGAIN = 500;
/** Who reads the lines is slow, and no disk is full. */
const busySchema = z.object({ code: z.enum(['EAGAIN', 'EBUSY']) });
const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

/** Where there is no log left, there is nothing more to be done. */
function complain(problem: string): void {
  try {
    writeSync(STANDARD_ERROR, `Incident Desk server: ${problem}\n`);
  } catch {
    // Nobody listens.
  }
}

/**
 * Writes lines at once, and never throws: what cannot be written, as on a full disk, is kept back and tried again. The
 * standard error is told once, and once more when it is over.
 */
export class LineWriter {
  readonly #name: string;
  readonly #file: string | undefined;
  #descriptor: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #lost = 0;
  #lostInAll = 0;
  #isFailing = false;
  #again: NodeJS.Timeout | undefined;

  /** Appends to `file`, or to the standard output without one. Throws where the file cannot be opened. */
  constructor(name: string, file?: string) {
    this.#name = name;
    this.#file = file;
    this.#descriptor = file === undefined ? STANDARD_OUTPUT : openSync(file, 'a', 0o600);
  }

  /** Whether lines are kept back since they cannot be written. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** How many lines are kept back. */
  get waitingLines(): number {
    return this.#waiting.length;
  }

  /** How many lines were lost since the start. */
  get lostLines(): number {
    return this.#lostInAll;
  }

  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#waitingBytes + bytes.length > KEPT_BACK) {
      this.#lost += 1;
      this.#lostInAll += 1;
    } else {
      this.#waiting.push(bytes);
      this.#waitingBytes += bytes.length;
    }
    this.#writeWaiting();
  }

  /** Goes on in the file as it is now, after it was moved away. */
  reopen(): void {
    if (this.#file === undefined) return;
    try {
      const before = this.#descriptor;
      this.#descriptor = openSync(this.#file, 'a', 0o600);
      closeSync(before);
    } catch (error) {
      complain(`${this.#name} cannot be opened anew: ${asError(error).message}`);
    }
    this.#writeWaiting();
  }

  /** What cannot be written now is lost. */
  close(): void {
    this.#writeWaiting();
    clearTimeout(this.#again);
    const lost = this.#lost + this.#waiting.length;
    if (lost > 0) complain(`${this.#name} is closed, and ${lost} line(s) are lost`);
    if (this.#file !== undefined) closeSync(this.#descriptor);
  }

  #writeWaiting(): void {
    clearTimeout(this.#again);
    try {
      for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
        const written = writeSync(this.#descriptor, next);
        this.#waitingBytes -= written;
        if (written < next.length) this.#waiting[0] = next.subarray(written);
        else this.#waiting.shift();
      }
      this.#didWrite();
    } catch (error) {
      this.#didFail(error);
    }
  }

  #didWrite(): void {
    const lost = this.#lost === 0 ? '' : `; ${this.#lost} line(s) were lost`;
    if (this.#isFailing) complain(`${this.#name} is written again${lost}`);
    this.#isFailing = false;
    this.#lost = 0;
  }

  #didFail(error: unknown): void {
    this.#again = setTimeout(() => this.#writeWaiting(), AGAIN).unref();
    if (this.#isFailing || (this.#lost === 0 && busySchema.safeParse(error).success)) return;
    this.#isFailing = true;
    complain(`${this.#name} cannot be written, and its lines are kept back: ${asError(error).message}`);
  }
}
