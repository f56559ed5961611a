export { parseMessage, type ParsedMessage } from './message.js';
export { encodeQuery, type QueryOptions } from './query.js';
export { encodeMessage } from './encode.js';
export { typeName, typeNumber } from './types.js';
export { groupRrsets } from './rrset.js';
export { printRdata, printRecord, printTime } from './print.js';
export { parseRdata, parseRecord } from './presentation.js';
export {
  keyTag,
  readAddress,
  readCaa,
  readDnskey,
  readDs,
  readNsec,
  readNsec3,
  readNsec3Param,
  readRrsig,
  readSoa,
  readTarget,
  readTlsa,
  readTxt,
  type CaaRdata,
  type Dnskey,
  type Ds,
  type Nsec,
  type Nsec3,
  type Nsec3Param,
  type Rrsig,
  type Soa,
  type Tlsa,
} from './rdata.js';
