import { own } from '../../../base/text.js';
import { at, relative, setKey, type ProviderForm } from './model.js';

/** hashicorp/azurerm: a set is one resource with a block a record. It cannot sign; the API can. */
export const azure: ProviderForm = {
  key: 'azure',
  local: 'azurerm',
  source: 'hashicorp/azurerm',
  version: '>= 4.0',
  needs: [{ name: 'resource_group_name', says: 'resource group of the zone' }],
  tags: ['issue', 'issuewild', 'iodef', 'contactemail'],
  records: ({ owner, entries }, { domain, zone, ttl }) => [
    {
      type: 'azurerm_dns_caa_record',
      key: setKey(owner, domain),
      attributes: {
        resource_group_name: at(zone, 'resource_group_name'),
        zone_name: domain,
        name: relative(owner, domain) || '@',
        ttl,
        record: { blocks: entries.map(({ flags, tag, value }) => ({ flags, tag, value })) },
      },
    },
  ],
  dnssec: () => ({
    instead: own(
      'the provider has no resource that signs a zone: use `az network dns dnssec-config create`, or azapi_resource with the type Microsoft.Network/dnsZones/dnssecConfigs',
    ),
  }),
};
