/** A part of a result that opens or is saved by itself. */
export type Attachment =
  | {
      /** `other` is only saved. */
      readonly kind: 'image' | 'audio' | 'text' | 'other';
      /** With the ending that says what is in it. */
      readonly fileName: string;
      readonly bytes: () => Uint8Array;
    }
  | { readonly kind: 'link'; readonly uri: string };
