/** What one tap on "Report a mispronunciation" says. */
export interface ListenReport {
  /** `id` of words.json. */
  edition: string;
  /** `id` of the sentence. */
  sentence: string;
  /** As written. */
  word: string;
  /** First character of the word in the sentence's text, counted in characters of Unicode. */
  first: number;
  /** One past its last character. */
  last: number;
  /** Seconds of the audio at which the word begins. */
  time: number;
  /** Who said it. */
  voice: string;
  /** Versions of the program, the voices and the lexicon. */
  versions: { pronouncer: string; voices: Record<string, string>; lexicon: string };
  kind: "wrong" | "skipped" | "extra" | "voice" | "other";
  note: string;
  /** Address of the page. */
  page: string;
}

/** Events bubble and leave the shadow DOM. Times are seconds. */
export interface ListenEvents {
  "lta-ready": CustomEvent<{ id: string; duration: number }>;
  "lta-play": CustomEvent<{ time: number }>;
  "lta-pause": CustomEvent<{ time: number }>;
  /** Every tenth that was heard, not skipped: 10 to 100. */
  "lta-progress": CustomEvent<{ percent: number }>;
  "lta-seek": CustomEvent<{ from: number; to: number }>;
  "lta-rate": CustomEvent<{ rate: number }>;
  /** `preventDefault()` keeps it from being sent: the page takes it. */
  "lta-report": CustomEvent<ListenReport>;
  "lta-share": CustomEvent<{ url: string }>;
  "lta-download": CustomEvent<{ src: string }>;
  "lta-next": CustomEvent<{ src: string }>;
  "lta-end": CustomEvent<{ id: string }>;
  "lta-error": CustomEvent<{ what: "making" | "words" | "audio" }>;
}

export interface ListenToArticleElement extends HTMLElement {
  readonly state: "loading" | "making" | "ready" | "failed";
  readonly paused: boolean;
  /** Seconds. */
  readonly duration: number;
  /** Seconds. */
  currentTime: number;
  /** 0.5 to 3; remembered. */
  rate: number;
  /** 0 to 1; remembered. */
  volume: number;
  /** Addresses of words.json of the articles to play after this one. */
  next: string[];
  play(): Promise<void>;
  pause(): void;
  seek(seconds: number): void;
  /** Plays from a sentence, by its number in words.json. */
  playFrom(sentence: number): void;
  /** Tries again at once what failed or is being made. */
  retry(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "listen-to-article": ListenToArticleElement;
  }
  interface DocumentEventMap extends ListenEvents {}
  interface HTMLElementEventMap extends ListenEvents {}
}
