export type { Read } from './read.js';
export { readLogKey, type LogKey, type LogScheme } from './key.js';
export {
  readDigitallySigned,
  verifySigned,
  type DigitallySigned,
  type SignatureVerdict,
} from './digitally-signed.js';
export { treeHeadOctets, verifyTreeHead, type TreeHead } from './tree-head.js';
export {
  checkpointKeyId,
  checkpointOf,
  originOf,
  parseCheckpoint,
  readSignedCheckpoint,
  type Checkpoint,
  type CheckpointOf,
} from './checkpoint.js';
export { checkpointText, originId, readCheckpointBody, type CheckpointBody } from './checkpoint-body.js';
export { readNote, signatureLine, type Note, type NoteSignature } from './note.js';
export {
  cosignatureTime,
  readNoteVerifier,
  verifierText,
  verifyNote,
  type NoteVerifier,
} from './note-verifier.js';
export { issuerPath, parseTilePath, tileIndex, tilePath, type TilePath } from './tile-path.js';
export { readCtExtensions, type CtExtensions } from './ct-extensions.js';
export {
  contentOf,
  issuerKeyHashOf,
  LeafHasher,
  leafHashOfEntry,
  rangeOf,
  readTimestampedEntry,
  type LogEntry,
  type Range,
} from './entry.js';
export { fingerprintsOf, readDataTile, readTileLeaf, type DataTile } from './tile-leaf.js';
export { readExtraData, readLeafInput, type ExtraData } from './leaf-input.js';
export {
  readConsistencyAnswer,
  readEntriesAnswer,
  readEntryAndProofAnswer,
  readProofAnswer,
  readRootsAnswer,
  readSthAnswer,
  sthJson,
  type InclusionAnswer,
  type RawEntry,
} from './answers.js';
export { isObject, parseJson, wholeNumber, type Json, type JsonObject } from './json.js';
export { base64Of, strictBase64 } from './base64.js';
