/** The words of the face that documents are put together from. Plain text, not Markdown. */
export interface DocumentWords {
  readonly image: string;
  readonly audio: string;
  readonly resource: string;
  readonly link: string;
  /** Stands for an answer without any content. */
  readonly empty: string;
  /** A size such as `12 KB`. */
  readonly size: (bytes: number) => string;
  /** Only a part of a text is shown, in characters. */
  readonly cut: (shown: number, whole: number) => string;
  /** So many parts more are not shown at all. */
  readonly left: (parts: number) => string;
}
