import { type IncomingHttpHeaders, type IncomingMessage, STATUS_CODES } from 'node:http';
import { TanimarkError } from '../../../errors.js';
import type { Job } from '../../../job.js';
import { count, printable } from '../../../text.js';
import { get } from './connection.js';
import { isPublished, mostBytes, sizeProblem } from './file-checks.js';
import { HtmlPage } from './html-page.js';
import { limited } from './limited.js';
import type { NewFile } from './new-file.js';
import { connectionRefusal, Refusal } from './refusal.js';
import type { FileRequest, Network } from './request.js';

/** The file from one URL, of which earlier tries may have left a part. */
export class Transfer {
  /** Tells the file that the part is of from a later one at the same URL; undefined where nothing does. */
  private validator: string | undefined;
  private page = new HtmlPage();
  /** The size of the file as the server says; undefined where it does not. */
  private whole: number | undefined;
  /** Whether the file has been put together from several answers. */
  isResumed = false;

  constructor(
    private readonly url: string,
    private readonly request: FileRequest,
    private readonly file: NewFile,
    private readonly network: Network,
    private readonly job: Job,
  ) {}

  /** Lets the next try begin at the start. */
  forget(): void {
    this.validator = undefined;
  }

  /**
   * One try: fetches what is missing, and checks all but the checksums.
   *
   * @throws Refusal, after which a further try goes on where this one stopped, if that is possible
   * @throws TanimarkError (file) where the file cannot be written
   * @throws AbortedError when canceled
   */
  async run(): Promise<void> {
    const { url, file, network, job } = this;
    if (this.validator === undefined) await this.restart();
    const from = file.bytes;
    const headers =
      from > 0 ? { range: `bytes=${from}-`, 'if-range': this.validator as string } : {};
    const answer = await get(url, headers, network, job.signal);
    try {
      const { response } = answer;
      await this.checkStatus(response, from);
      const isPage = /^(?:text\/html|application\/xhtml)/i.test(
        response.headers['content-type'] ?? '',
      );
      if (isPage) this.page = new HtmlPage(true);
      else checkEncoding(response.headers, url);
      this.whole = this.wholeSize(response);
      if (this.whole !== undefined) this.announce(this.whole, isPage);
      await this.receive(response);
      this.checkEnd(response);
    } finally {
      answer.close();
    }
  }

  private async restart(): Promise<void> {
    this.validator = undefined;
    this.isResumed = false;
    this.page = new HtmlPage();
    if (this.file.bytes > 0) await this.file.restart();
  }

  /** Refuses a file of a wrong size before it is read, but a page, which is told as such. */
  private announce(whole: number, isPage: boolean): void {
    const { file, job, request } = this;
    if (!isPage) this.refuse(sizeProblem(whole, request));
    if (request.bytes !== null) return;
    job.progress.start(`downloading ${request.name}`, whole, 'bytes');
    job.progress.advance(file.bytes);
  }

  /** Sees that the answer holds the file, or what is missing of it. */
  private async checkStatus({ statusCode = 0, headers }: IncomingMessage, from: number) {
    if (statusCode === 200) {
      await this.restart();
      this.validator = validatorOf(headers);
      return;
    }
    if (from > 0 && statusCode === 206 && startOf(headers) === from && this.isSame(headers)) {
      this.isResumed = true;
      return;
    }
    if (from > 0 && (statusCode === 206 || statusCode === 416)) {
      this.forget();
      throw new Refusal('the server does not send the rest of the file', { passing: true });
    }
    throw new Refusal(`HTTP ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trimEnd(), {
      passing: statusCode === 408 || statusCode === 429 || statusCode >= 500,
      wait: retryAfter(headers),
    });
  }

  /** Whether a part is of the same file, as far as the server says; some do not heed `If-Range`. */
  private isSame({ etag, 'last-modified': modified }: IncomingHttpHeaders): boolean {
    const own = this.validator as string;
    const theirs = own.startsWith('"') ? etag : modified;
    return theirs === undefined || theirs === own;
  }

  private wholeSize({ headers }: IncomingMessage): number | undefined {
    const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1];
    if (total !== undefined && this.isResumed) return Number(total);
    const length = headers['content-length'];
    return length === undefined ? undefined : this.file.bytes + Number(length);
  }

  private async receive(response: IncomingMessage): Promise<void> {
    const { file, page, job, request } = this;
    const most = mostBytes(request);
    for await (const chunk of this.chunks(response)) {
      if (page.isKnown(chunk)) break;
      // The rest of its head is read for the title alone.
      if (page.isPage) continue;
      if (file.bytes + chunk.length > most) this.refuse(sizeProblem(most + 1, request, true));
      await file.add(chunk);
      job.progress.advance(file.bytes);
    }
    if (page.isPage) this.refuse(page.text);
  }

  /** The body in chunks, as long as they come in time. */
  private async *chunks(response: IncomingMessage): AsyncGenerator<Buffer> {
    const { idleTime, leastRate, rateTime } = this.network;
    const idle = () => new Refusal(`no data for ${idleTime / 1000} s`, { passing: true });
    const body = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let since = performance.now();
    let bytes = 0;
    for (;;) {
      const next = await limited(body.next(), idleTime, idle, this.job.signal).catch((error) => {
        throw this.bodyError(error);
      });
      if (next.done) return;
      yield next.value;
      bytes += next.value.length;
      const seconds = (performance.now() - since) / 1000;
      if (seconds * 1000 < rateTime) continue;
      if (bytes < leastRate * seconds) {
        throw new Refusal(
          `too slow: ${count(Math.round(bytes / seconds))} bytes a second, at least ${count(leastRate)} expected`,
          { passing: true },
        );
      }
      since = performance.now();
      bytes = 0;
    }
  }

  private bodyError(error: unknown): Error {
    if (error instanceof Refusal || error instanceof TanimarkError) return error;
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ECONNRESET' && message === 'aborted'
      ? this.cutShort()
      : connectionRefusal(error);
  }

  private cutShort(): Refusal {
    const whole = this.whole ?? this.request.bytes;
    const of = whole === null ? '' : ` of ${count(whole)}`;
    return new Refusal(`the connection ended after ${count(this.file.bytes)}${of} bytes`, {
      passing: true,
    });
  }

  /** Tells the end of the file from that of the connection. */
  private checkEnd({ headers, complete }: IncomingMessage): void {
    const { file, request, whole } = this;
    if (!complete || (whole !== undefined && file.bytes < whole)) throw this.cutShort();
    const isEndMarked = whole !== undefined || /chunked/i.test(headers['transfer-encoding'] ?? '');
    if (!isEndMarked && request.bytes !== null && file.bytes < request.bytes) throw this.cutShort();
    if (!isEndMarked && !isPublished(request)) {
      throw new Refusal('the server does not say how large the file is, so it may be incomplete');
    }
    this.refuse(sizeProblem(file.bytes, request));
  }

  private refuse(problem: string | undefined): void {
    if (problem !== undefined) throw new Refusal(problem);
  }
}

/**
 * Refuses a body in a coding, which was not asked for, unless it is the file's own: what is stored as `.gz` is taken as
 * it is.
 */
function checkEncoding(headers: IncomingHttpHeaders, url: string): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return;
  const isOwn = /^(?:x-)?gzip$/.test(coding) && /\.t?gz$/i.test(new URL(url).pathname);
  if (isOwn) return;
  throw new Refusal(
    `sent compressed (${printable(coding, 40)}) although the plain file was requested`,
  );
}

/** What tells a file from its successor: a strong ETag, or a date that is old enough to be one (RFC 9110, 8.8). */
function validatorOf(headers: IncomingHttpHeaders): string | undefined {
  const { etag, date, 'last-modified': modified, 'accept-ranges': ranges } = headers;
  if (ranges === 'none') return undefined;
  if (etag !== undefined) return /^"[^"]*"$/.test(etag) ? etag : undefined;
  const age = Date.parse(date ?? '') - Date.parse(modified ?? '');
  return age >= 1000 ? modified : undefined;
}

/** Where the part begins that an answer holds. */
function startOf(headers: IncomingHttpHeaders): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

/** How long a server asks to wait, in milliseconds; undefined where it does not say. */
function retryAfter(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return 1000 * Number(text);
  const time = Date.parse(text) - Date.now();
  return Number.isNaN(time) ? undefined : Math.max(0, time);
}
