import { presentValue } from '../present.js';
import { at, setKey, type ProviderForm } from './model.js';

/** hashicorp/aws: a set is one resource, its records in presentation form. Signing needs a key in KMS, in us-east-1. */
export const route53: ProviderForm = {
  key: 'route53',
  local: 'aws',
  source: 'hashicorp/aws',
  version: '>= 5.0',
  needs: [{ name: 'zone_id', says: 'id of the hosted zone' }],
  dnssecNeeds: [
    { name: 'kms_key_arn', says: 'ARN of the KMS key (ECC_NIST_P256, us-east-1) that signs the zone' },
  ],
  records: ({ owner, entries }, { domain, zone, ttl }) => [
    {
      type: 'aws_route53_record',
      key: setKey(owner, domain),
      attributes: {
        zone_id: at(zone, 'zone_id'),
        name: owner,
        type: 'CAA',
        ttl,
        records: entries.map(presentValue),
      },
    },
  ],
  dnssec: (_records, { zone }) => [
    {
      type: 'aws_route53_key_signing_key',
      key: 'ksk',
      attributes: {
        hosted_zone_id: at(zone, 'zone_id'),
        key_management_service_arn: at(zone, 'kms_key_arn'),
        name: 'ksk',
        status: 'ACTIVE',
      },
    },
    {
      type: 'aws_route53_hosted_zone_dnssec',
      key: 'dnssec',
      attributes: { hosted_zone_id: at(zone, 'zone_id'), signing_status: 'SIGNING' },
      after: ['ksk'],
    },
  ],
};
