// What the page asks of the server. Everything is computed there.
import { say } from './words.js';

/** Posts JSON, or a file as it is, and gives the answer; what is wrong is thrown as a sentence. */
export async function post(path, body = {}) {
  const isFile = body instanceof Blob || body instanceof ArrayBuffer;
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' },
      body: isFile ? body : JSON.stringify(body),
    });
  } catch {
    throw new Error(say('gone'));
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** A net on the server; its events come while its tab is seen, and it trains no longer than they do. */
export class RemoteNet {
  constructor(settings, onBegin, onUpdate) {
    Object.assign(this, { settings, onBegin, onUpdate, isShown: false });
    document.addEventListener('visibilitychange', () => this.connect());
  }

  async show(isShown) {
    this.isShown = isShown;
    if (isShown) await this.begin();
    this.connect();
  }

  /** Asks for a net, once; again if there was none. */
  async begin() {
    this.begun ??= post('api/nets', this.settings).then(answer => { this.id = answer.net; });
    try {
      await this.begun;
    } catch (problem) {
      this.begun = null;
      throw problem;
    }
  }

  connect() {
    const wanted = this.isShown && this.id && document.visibilityState === 'visible';
    if (wanted && !this.events) {
      this.events = new EventSource(`${this.path()}/events`);
      this.events.addEventListener('begin', event => this.onBegin(JSON.parse(event.data)));
      this.events.addEventListener('update', event => this.onUpdate(JSON.parse(event.data)));
    } else if (!wanted && this.events) {
      this.events.close();
      this.events = null;
    }
  }

  path() { return `api/nets/${this.id}`; }

  async ask(what, body) {
    await this.begin();
    return post(`${this.path()}/${what}`, body);
  }
}
