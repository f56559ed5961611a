/** What a policy asks for as records: worked out where they are also written, so that both are the same. */
export {
  expectedIssuance,
  expectedRecords,
  presentExpected,
  sealOf,
  type ExpectedRecord,
  type Seal,
} from '../../policy/records.js';
